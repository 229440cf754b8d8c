"""StreamField blocks of an article, and the certainty of its evidence."""
