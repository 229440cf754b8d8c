"""Changes of the words and allowed sentences: proposed by one person, confirmed by another, and logged."""
