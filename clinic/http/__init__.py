"""What stands around every HTTP request: headers, limits, and values kept for one request."""
