"""The blocks that every page offers its editor."""
