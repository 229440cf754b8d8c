"""What the worker does when targets pass: escalation, notices about delays, expiry."""
