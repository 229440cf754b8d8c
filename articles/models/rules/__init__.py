"""Rules by which the gate judges words, and the log of their changes."""
