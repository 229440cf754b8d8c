"""Machine-readable facts about pages: address, head, card, sitemap, JSON-LD."""
