"""Intake of requests: from the website, from the desk, and bulk data for trials."""
