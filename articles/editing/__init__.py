"""Panels and forms that editors fill in."""
