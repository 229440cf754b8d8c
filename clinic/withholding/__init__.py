"""Records of what passed the publishing gate, and of what readers of a live page do not see meanwhile."""
