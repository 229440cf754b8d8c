"""Queries that are put together once in a process."""
