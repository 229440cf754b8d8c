"""What people type: one tidying of text, the reading of phone numbers and addresses, and the form fields."""
