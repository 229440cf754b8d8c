"""Targets for the desk: times due, delays, and the next contact attempt."""
