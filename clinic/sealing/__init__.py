"""Seals of what the database and pages hold unreadable."""
