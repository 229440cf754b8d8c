"""Export of lists of requests as files."""
