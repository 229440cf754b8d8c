"""Backups: database and pictures in one file that only the holder of the private key can open."""
