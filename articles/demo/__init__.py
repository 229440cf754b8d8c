"""Loader of the demonstration site: puts the TOML files of this folder into an empty database."""
