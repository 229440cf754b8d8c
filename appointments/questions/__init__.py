"""The questions that a request answers, whoever types it: one table, and the form made of it."""
