"""Demonstration requests in every state, made through the services."""
