"""Loads the demonstration site from the TOML files of this folder into an empty database."""
