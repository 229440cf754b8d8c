"""Copies and erasures of one person's data: asked for by one of staff, confirmed by another."""
