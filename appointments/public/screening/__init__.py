"""Screening for spam. A signal leads to quarantine; only a flood is refused."""
