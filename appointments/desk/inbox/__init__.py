"""The inbox and the list of possible spam."""
