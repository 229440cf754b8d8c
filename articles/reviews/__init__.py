"""Clinical reviews: their records, due dates and report."""
