"""Languages that people speak here: one reading of what the clinic writes, for pages, form and desk."""
