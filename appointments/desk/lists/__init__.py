"""What every list of requests shares: tabs, filters, tables, counts."""
