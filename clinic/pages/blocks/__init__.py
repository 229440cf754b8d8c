"""StreamField blocks that every page offers its editor."""
