"""The page behind the patient's own link."""
