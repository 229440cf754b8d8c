"""What machines read about a page: address, head, card, sitemap, JSON-LD."""
