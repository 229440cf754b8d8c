"""Front desk: its pages in the admin, at /admin/requests/."""
