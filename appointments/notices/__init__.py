"""Notices: the outbox, channels and delivery, the words and the calendar file."""
