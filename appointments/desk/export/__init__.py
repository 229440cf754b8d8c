"""Lists of requests as files."""
