"""What a run is worth: medians and ratios, limits, the table, and what is kept of it."""
