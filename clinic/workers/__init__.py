"""Means that worker processes share: the bell that wakes them, and turns at what one at a time may do."""
