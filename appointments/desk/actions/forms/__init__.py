"""Forms of the desk's actions."""
