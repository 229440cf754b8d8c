"""Legal holds: which requests must not be erased, for whoever may decide it."""
