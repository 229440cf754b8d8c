"""Leaving: the page on which somebody stops working here, and what every app knows of their work."""
