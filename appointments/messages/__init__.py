"""Messages that the desk sends: their kinds, merge fields and checks."""
