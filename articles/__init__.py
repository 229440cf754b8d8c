"""Condition articles with their sources, claims and reviews. Knows the clinic; knows nothing of patients."""
