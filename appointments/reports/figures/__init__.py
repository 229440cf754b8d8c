"""Figures of the owner's report: plain numbers, read from the database in a few statements."""
