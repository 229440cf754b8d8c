"""Statements: sentences that say what a treatment does."""
