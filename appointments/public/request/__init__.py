"""Pages on which a patient asks for an appointment."""
