"""Search, feed and structured data, by which readers and machines find articles."""
