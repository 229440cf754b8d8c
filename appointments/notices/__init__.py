"""Notices: the outbox, channels and dispatch, the words and the calendar file."""
