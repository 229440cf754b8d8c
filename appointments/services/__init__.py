"""Services: the only code that changes a request or writes the access log."""
