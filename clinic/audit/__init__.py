"""Audit trail of sign-ins and accounts: what writes it, and the report that the owner reads."""
