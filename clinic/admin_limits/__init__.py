"""Limits of what is sent to the admin at once: little by visitors, what its forms need by staff."""
