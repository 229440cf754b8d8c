"""Deadlines: escalation, notices about delays, expiry and the digest of possible spam."""
