"""Version of the public site: a number that changes with whatever a visitor sees, however it was changed."""
