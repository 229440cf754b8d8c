"""The pages on which a patient asks for an appointment."""
