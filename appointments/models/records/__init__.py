"""Records that are only ever added to: reads of patients' data, and erasures of requests."""
