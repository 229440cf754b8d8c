"""Targets for the desk: what is due when, what is late, and when to try again."""
