"""Chaos: patients send requests while processes are killed, and afterwards everything is counted."""
