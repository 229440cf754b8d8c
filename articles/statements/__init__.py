"""Statements: sentences that say what a treatment does, found by rules in English and Spanish."""
