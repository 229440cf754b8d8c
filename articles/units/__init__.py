"""Units of content: the sentences and values of a page's version, each by a key that tells it from others."""
