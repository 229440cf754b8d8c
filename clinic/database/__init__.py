"""What the database itself holds besides tables: its roles, and who may do what to which table."""
