"""Input that people type: tidying of text, reading of phone numbers and addresses, and the form fields."""
