"""Records of articles that were brought from elsewhere."""
