"""What a session of Postgres keeps from one transaction to the next: behind a pooler, others get it."""

from typing import Any

# A pooler sets these for each client by itself.
TRACKED = ("application_name", "client_encoding", "DateStyle", "standard_conforming_strings", "TimeZone")
_LEFT = """
SELECT name || ' = ' || setting FROM pg_settings WHERE source = 'session' AND name <> ALL(%(tracked)s)
UNION ALL
SELECT name || ' = ' || value FROM (
    SELECT name, current_setting(name, true) AS value
    FROM unnest(ARRAY['clinic.actor', 'clinic.erasing', 'clinic.resealing']) AS name
) AS ours WHERE value NOT IN ('', 'off')
UNION ALL
SELECT 'role ' || current_user WHERE current_user <> session_user
UNION ALL
SELECT 'lock ' || objid FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()
UNION ALL
SELECT 'statement ' || name FROM pg_prepared_statements
UNION ALL
SELECT 'cursor ' || name FROM pg_cursors WHERE is_holdable
UNION ALL
SELECT 'listens to ' || channel FROM pg_listening_channels() AS channel
UNION ALL
SELECT 'table ' || relname FROM pg_class
WHERE relpersistence = 't' AND relnamespace = pg_my_temp_schema() AND relkind = 'r'
"""


def leftovers(cursor: Any) -> list[str]:
    """What whoever had the cursor's session before has left there."""
    cursor.execute(_LEFT, {"tracked": list(TRACKED)})
    return [row[0] for row in cursor.fetchall()]
