"""Pages of the admin on which editors bring an article, and read what came of it."""
