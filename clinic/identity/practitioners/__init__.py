"""Parts of a practitioner's record: its name in addresses and its panels in the admin."""
