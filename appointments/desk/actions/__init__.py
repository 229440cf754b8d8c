"""Actions of the desk on one request: their table, forms and pages."""
