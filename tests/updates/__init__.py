"""Updates: the version before this one beside this one's tables, and what migrations may do under traffic."""
