"""Parts of every list of requests: tabs, filters, people, counts."""
