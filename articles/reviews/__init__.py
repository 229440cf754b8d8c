"""Clinical reviews: recorded, due, reported."""
