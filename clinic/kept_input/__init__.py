"""Input of staff that is not lost when the sign-in ends before it was saved (WCAG 2.2.5)."""
