"""Record: the page of one request."""
