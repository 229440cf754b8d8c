"""How readers and machines find articles: search, feed, structured data."""
