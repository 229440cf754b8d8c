"""Parts that the lists of requests share: tabs, filters, people, counts."""
