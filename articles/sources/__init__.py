"""Sources in the admin: chosen, cited, kept from deletion."""
