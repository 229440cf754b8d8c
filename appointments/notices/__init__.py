"""Everything that is sent: the outbox, its delivery, the words and the calendar file."""
