"""The owner's figures: asked from the database in a few statements, returned as plain numbers."""
