"""Roles of the database, what each may do to which table, and records that only ever grow."""
