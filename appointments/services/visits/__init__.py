"""Visits: scheduled, moved, cancelled, and closed when they are over."""
