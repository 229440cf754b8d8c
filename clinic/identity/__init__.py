"""Who the clinic is: details, people, hours, pictures."""
