"""Readers of files and of what is pasted; each makes documents of one neutral shape."""
