"""Opening of the request form: what a clinic needs before patients may send requests, and the act itself."""
