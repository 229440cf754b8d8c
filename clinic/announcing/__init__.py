"""Announcement on every page of the site: its page in the admin."""
