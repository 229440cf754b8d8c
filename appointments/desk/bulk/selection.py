"""Selection of requests, each with the version that was on the screen."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.functional import cached_property

from appointments.action_rules import ActionRule
from appointments.desk.lists.listing import requests_listed
from appointments.desk.lists.searches import search_in
from appointments.desk.presenters.status import with_visits
from appointments.models import AppointmentRequest
from clinic.models import StaffRequest

ALL = "all"
# Limit of one bulk action, for a flood of spam; the page says how many requests are left.
MOST = 10_000
NAMED = 25
LONGEST_LISTING = 2000
LARGEST_VERSION = 2**31 - 1


@dataclass(frozen=True)
class Selection:
    """Selection from the checkboxes of a list, or of "all"; ``seen`` is the argument of the services.

    ``searched`` is the search of the list, if it chose the requests.
    """

    seen: Mapping[uuid.UUID, int]
    rule: ActionRule
    searched: str = ""

    def __len__(self) -> int:
        return len(self.seen)

    @property
    def is_full(self) -> bool:
        """Return whether the limit of one bulk action is reached."""
        return len(self.seen) >= MOST

    @property
    def as_text(self) -> str:
        """Return the selection for a hidden field, so that the next page acts on what it showed."""
        return " ".join(f"{pk.hex}.{version}" for pk, version in self.seen.items())

    @cached_property
    def possible(self) -> list[AppointmentRequest]:
        """Return the first requests that allow the action, for display."""
        fitting = self.rule.fitting(AppointmentRequest.objects.filter(pk__in=self.seen))
        shown = with_visits(fitting.only("reference", "status", "received_at", "closed_at"))
        return list(shown.order_by("received_at")[:NAMED])


def selection_of(request: StaffRequest, rule: ActionRule) -> Selection:
    """Return the selection that was sent. Keys of no request are ignored; "all" is the whole list."""
    data, words = _sent(request), _words(request)
    if ALL not in words:
        return Selection(dict(filter(None, map(_seen, words[:MOST]))), rule)
    listing = QueryDict(data.get("listing", "")[:LONGEST_LISTING])
    fitting = rule.fitting(requests_listed(listing, request))
    seen = dict(fitting.values_list("pk", "version")[:MOST])
    return Selection(seen, rule, searched=search_in(listing, request.user).words)


def is_of_all(request: StaffRequest) -> bool:
    """Return whether all requests of the list were selected, of which the list showed only a page."""
    return ALL in _words(request)


def _words(request: StaffRequest) -> list[str]:
    data = _sent(request)
    return [*data.getlist("id"), *data.get("selection", "").split()]


def _sent(request: StaffRequest) -> QueryDict:
    return request.POST if request.method == "POST" else request.GET


def _seen(word: str) -> tuple[uuid.UUID, int] | None:
    key, _point, version = word.partition(".")
    try:
        seen = uuid.UUID(key), int(version)
    except ValueError:
        return None
    return seen if 0 < seen[1] <= LARGEST_VERSION else None
