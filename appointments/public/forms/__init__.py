"""The patient's form, its summary, and the answers carried from page to page."""
