"""Visits: given, moved, cancelled, and closed when they are over."""
