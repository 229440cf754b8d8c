"""Which requests somebody ticked, each with the version that was on the screen."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpRequest, QueryDict
from django.utils.functional import cached_property

from appointments.desk.lists.listing import requests_listed
from appointments.models import AppointmentRequest
from appointments.statuses import Status

ALL = "all"
# Of a flood, this many at once; the page says how many are left.
MOST = 10_000
NAMED = 25
LONGEST_LISTING = 2000
LARGEST_VERSION = 2**31 - 1


@dataclass(frozen=True)
class Selection:
    """``seen`` is what the services get; made from the boxes of a list, or from "all"."""

    seen: Mapping[uuid.UUID, int]
    statuses: frozenset[Status]

    def __len__(self) -> int:
        return len(self.seen)

    @property
    def is_full(self) -> bool:
        """Whether no more can be taken at once."""
        return len(self.seen) >= MOST

    @property
    def as_text(self) -> str:
        """The whole selection as one hidden field, so that the page after the list takes what it showed."""
        return " ".join(f"{pk.hex}.{version}" for pk, version in self.seen.items())

    @cached_property
    def possible(self) -> list[AppointmentRequest]:
        """The first of those that the step is possible for, to be named."""
        found = AppointmentRequest.objects.filter(pk__in=self.seen, status__in=self.statuses, closed_at=None)
        return list(found.only("reference", "status", "received_at").order_by("received_at")[:NAMED])


def selection_of(request: HttpRequest, statuses: frozenset[Status]) -> Selection:
    """What the request selects. What is no request's key is passed over; "all" is what the list holds."""
    data = request.POST if request.method == "POST" else request.GET
    words = [*data.getlist("id"), *data.get("selection", "").split()]
    if ALL not in words:
        return Selection(dict(filter(None, map(_seen, words[:MOST]))), statuses)
    listing = QueryDict(data.get("listing", "")[:LONGEST_LISTING])
    found = requests_listed(listing, request).filter(status__in=statuses)
    return Selection(dict(found.values_list("pk", "version")[:MOST]), statuses)


def _seen(word: str) -> tuple[uuid.UUID, int] | None:
    key, _point, version = word.partition(".")
    try:
        seen = uuid.UUID(key), int(version)
    except ValueError:
        return None
    return seen if 0 < seen[1] <= LARGEST_VERSION else None
