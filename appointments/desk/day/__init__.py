"""The day of visits, free times, and the preferences that a time is compared with."""
