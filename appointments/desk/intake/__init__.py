"""Requests that the desk types for a patient on the phone or at the counter."""
