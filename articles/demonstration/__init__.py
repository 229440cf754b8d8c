"""Loads the demonstration site from the TOML files in articles/demo/ into an empty database."""
