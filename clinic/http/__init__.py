"""Middleware around every HTTP request, limits of public addresses, values kept for one request."""
