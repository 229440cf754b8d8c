"""Identity of the clinic: details, people, hours, pictures."""
