"""Where a request comes from: the request at hand, its internet address, its device in words."""
