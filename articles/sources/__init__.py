"""Sources in the admin: chooser, citations, protection from deletion."""
