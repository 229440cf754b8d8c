"""The blocks of an article, and how sure its evidence is."""
