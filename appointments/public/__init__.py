"""What a patient sees: the form, screening, and the page "Your request"."""
