"""What the front desk sees in the admin, at /admin/requests/."""
