"""Latest reads of a request in words, exports included, for the list below its timeline."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _t

from appointments.models import AccessAction, AccessRecord, AppointmentRequest
from clinic.identity.clinic_time import day_and_time

MOST_SHOWN = 20


@dataclass(frozen=True)
class Read:
    """Read of one request."""

    who: str
    what: str
    when: str
    at_iso: str


def latest_reads_of(appointment_request: AppointmentRequest) -> list[AccessRecord]:
    """Return the latest reads of the request, exports and copies that hold it; the report has all reads."""
    exported = Q(
        action__in=(AccessAction.EXPORT, AccessAction.COPY), shown__contains=[appointment_request.reference]
    )
    return list(
        AccessRecord.objects.filter(Q(appointment_request=appointment_request) | exported)[:MOST_SHOWN]
    )


def reads_of(reads: Iterable[AccessRecord]) -> list[Read]:
    """Describe ``reads`` in words."""
    return [
        Read(
            who=_who(access),
            what=access.get_action_display(),
            when=day_and_time(access.at),
            at_iso=access.at.isoformat(),
        )
        for access in reads
    ]


def _who(access: AccessRecord) -> str:
    # People choose how they are called, and not the address that they sign in with.
    return _t("%(name)s (%(account)s)") % {"name": access.actor_name, "account": access.actor_email}
