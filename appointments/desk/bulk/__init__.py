"""Actions on many requests at once."""
