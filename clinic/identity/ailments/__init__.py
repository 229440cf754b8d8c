"""What people come with and no article is about."""
