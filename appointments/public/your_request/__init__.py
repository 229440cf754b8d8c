"""Page "Your request", at the patient's own link."""
