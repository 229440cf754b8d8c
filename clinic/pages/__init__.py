"""Pages: home, information, their blocks, and what machines read about them."""
