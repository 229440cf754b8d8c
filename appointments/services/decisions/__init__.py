"""Decisions on a request: by the desk, by the patient, on many at once, and their undoing."""
