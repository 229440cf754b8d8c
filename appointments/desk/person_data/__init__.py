"""Answers to people who ask for their data: their requests are found, copied or erased, by two of staff."""
