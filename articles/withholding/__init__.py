"""Live pages judged again: what no longer holds is taken down in part, and comes back when it holds."""
