"""Settings of the database: an address for each process, each with a role that may do what it needs."""

from clinic import env

# Seconds: to connect, and until a machine that is gone is given up. The limits of statements are the roles':
# clinic/database/limits.py.
_OF_THE_LINE = {
    "connect_timeout": 3,
    "keepalives_idle": 30,
    "keepalives_interval": 10,
    "keepalives_count": 3,
}
_ADDRESS = env.database("DATABASE_URL")
DATABASES = {
    "default": {
        **_ADDRESS,
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        # A pooler gives each transaction another connection of the server, and a cursor there stays behind.
        "DISABLE_SERVER_SIDE_CURSORS": True,
        # The address may ask for more, such as ?sslmode=verify-full.
        "OPTIONS": {**_OF_THE_LINE, **_ADDRESS.get("OPTIONS", {})},
    }
}
# A request is acknowledged after its own commit; an outer transaction would make that promise conditional.
ATOMIC_REQUESTS = False
# How the names of the database roles begin: clinic/database/roles.py.
DATABASE_ROLES = env.text("DATABASE_ROLES", "how the names of the database roles begin", default="clinic")
# `migrate`, the worker and `backup` each sign in as a role of their own; empty: as DATABASE_URL says.
DATABASE_OWNER = env.other_database("DATABASE_OWNER_URL")
DATABASE_WORKER = env.other_database("DATABASE_WORKER_URL")
DATABASE_BACKUP = env.other_database("DATABASE_BACKUP_URL")
# A process that serves people does not start as a role that could switch off what guards the tables.
DATABASE_ROLES_REQUIRED = True
