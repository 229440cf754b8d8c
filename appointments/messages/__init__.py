"""The messages that the desk sends: their kinds, merge fields and checks."""
