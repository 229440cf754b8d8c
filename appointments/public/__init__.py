"""Pages for patients: the form with its screening, and "Your request"."""
