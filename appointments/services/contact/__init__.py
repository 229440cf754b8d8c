"""Reaching the patient: attempts, messages that failed, corrected details."""
