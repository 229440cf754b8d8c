"""What is measured: lanes, which take their turns in every round, and what a site needs that nobody asks."""
