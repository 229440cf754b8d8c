"""Presenters: facts about one request in the words that the desk reads."""
