"""Fields of the clinic's details, by subject."""
