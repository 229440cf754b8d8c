"""Sources from citations as databases hand them out: read, shown, and added without anything guessed."""
