"""The questions that a request answers, whoever types it: choices, fields and checks."""
