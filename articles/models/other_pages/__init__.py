"""Pages beside those about conditions: treatments, and news of the clinic."""
