"""Answers of clinical reviewers to statements: their writer, the screens, and what waits for an answer."""
