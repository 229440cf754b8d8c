"""Actions that the desk can take on one request: their table, forms and pages."""
