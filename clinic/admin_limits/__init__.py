"""How much the admin is sent at once: little by visitors, what its forms need by staff."""
