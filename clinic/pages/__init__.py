"""Home and information pages, their blocks, and their metadata."""
