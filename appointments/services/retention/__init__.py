"""Retention: what is erased when, and the erasing itself."""
