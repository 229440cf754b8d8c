"""Pages beside those about conditions: treatments."""
