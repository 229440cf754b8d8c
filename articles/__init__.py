"""Condition articles with their sources, claims and reviews. Imports clinic and never appointments."""
