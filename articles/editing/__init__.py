"""What editors fill in: panels and forms."""
