"""The day of visits, free times, and the wishes that a time is compared with."""
