"""Staff accounts in the admin: what each role may do, and who may change whose account."""
