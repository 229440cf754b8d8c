"""Access log: who read which requests, and when. Views that show patients' data call ``record_access``."""

import json
from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction

from appointments.lookup import search_mark
from appointments.models import AccessAction, AppointmentRequest
from appointments.reading import note_record
from clinic.models import User
from clinic.senders.acting import acting_request

# Reads whose records make a new one unnecessary: the page of an action shows nothing new after the record.
# An export is always recorded, as every file is another copy.
_COVERED_BY = {
    AccessAction.ACTION: [AccessAction.ACTION, AccessAction.RECORD],
    AccessAction.EXPORT: [],
    AccessAction.COPY: [],
}

# Single statement, as it runs with every page of the desk. The list searches as the user types, so it
# compares a search by the requests that it showed, and by its hash only if it showed none.
_RECORD = """
WITH acting AS (SELECT set_config('clinic.actor', %(signed_in)s, true))
INSERT INTO appointments_accessrecord
    (actor_id, actor_name, action, appointment_request_id, shown, filters, search_hash)
SELECT %(actor)s, %(actor_name)s, %(action)s, %(request)s::uuid,
    %(shown)s::varchar[], %(filters)s::jsonb, %(search_hash)s
FROM acting
WHERE NOT EXISTS (
    SELECT 1 FROM appointments_accessrecord AS recent
    WHERE recent.actor_id = %(actor)s
        AND recent.at > statement_timestamp() - %(cooldown)s
        AND recent.action = ANY(%(covered_by)s::varchar[])
        AND recent.appointment_request_id IS NOT DISTINCT FROM %(request)s::uuid
        AND recent.shown @> %(shown)s::varchar[]
        AND CASE WHEN %(found_nobody)s THEN recent.search_hash = %(search_hash)s
            ELSE recent.filters = %(filters)s::jsonb END
)
"""


def record_access(
    *,
    actor: User,
    action: AccessAction,
    shown: Iterable[AppointmentRequest],
    appointment_request: AppointmentRequest | None = None,
    filters: Mapping[str, Any] | None = None,
    searched: str = "",
) -> None:
    """Record that ``actor`` is shown the requests ``shown``, in the transaction in which they are read.

    The database refuses the row where the HTTP request that is answered is somebody else's, or there is none.
    It is the last statement of the transaction: until the commit, nobody else's read can be recorded.

    Each read is one row. Within ``READ_COOLDOWN_MINUTES``, requests that a row already names are not written
    again, so that a list that refreshes itself adds a row only for another request. ``filters`` holds codes,
    never words; ``searched`` is kept as a keyed hash. After a ``django.db.Error`` the caller shows nothing.
    """
    if not (connection := transaction.get_connection()).in_atomic_block:
        raise transaction.TransactionManagementError("A read is recorded in the read's own transaction.")
    references = sorted((names := {one.pk: one.reference for one in shown}).values())
    # An empty list reveals nothing; a search without results reveals that no patient has that name.
    if not references and not searched:
        return
    parameters = {
        "actor": actor.pk,
        "signed_in": signed_in(),
        "actor_name": actor.get_full_name() or actor.get_username(),
        "action": str(action),
        "covered_by": [str(one) for one in _COVERED_BY.get(action, [action])],
        "request": str(appointment_request.pk) if appointment_request else None,
        "shown": references,
        "filters": json.dumps(dict(filters or {})),
        "search_hash": search_mark(searched) if searched else "",
        "found_nobody": not references,
        "cooldown": timedelta(minutes=settings.READ_COOLDOWN_MINUTES),
    }
    with connection.cursor() as cursor:
        cursor.execute(_RECORD, parameters)
    note_record(names)


def signed_in() -> str:
    """Return the number of the account of the HTTP request, whoever its view says is reading."""
    request = acting_request.get()
    return str(request.user.pk) if request else ""
