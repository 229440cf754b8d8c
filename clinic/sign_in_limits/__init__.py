"""Limits of signing in: how often somebody may try, and how many passwords are hashed at a time."""
