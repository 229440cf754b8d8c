"""Inbox and list of possible spam."""
