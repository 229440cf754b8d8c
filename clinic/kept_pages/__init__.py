"""Public pages kept as they were rendered, for everybody who is nobody in particular."""
