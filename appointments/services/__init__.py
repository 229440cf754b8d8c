"""Every change to a request, and the record of who read it: the only code that writes either."""
