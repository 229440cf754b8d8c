"""Drafts made of documents: their parts, pictures and phone numbers, and what is told about each."""
