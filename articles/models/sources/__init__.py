"""Sources that claims rest on, and the checks of them."""
