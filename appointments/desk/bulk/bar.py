"""Bar below a list: bulk actions for the selected requests, or for all requests of the list."""

from dataclasses import dataclass

from django.http import QueryDict

from appointments.desk.lists.people import people_for
from appointments.desk.lists.searches import SEARCH
from appointments.desk.lists.tabs import Tab
from clinic.models import StaffRequest, User

# Parameters of a list's address that select its requests.
_PARAMETERS = ("tab", SEARCH, "due", "status", "assigned_to", "channel")


@dataclass(frozen=True)
class BulkBar:
    """Contents of the bar. ``listing`` is the list's query string, sent along for "all".

    Requests can be assigned to ``members``; with ``is_spam`` they can only be discarded. Messages can be sent
    again where they ``failed``.
    """

    listing: str
    members: tuple[User, ...] = ()
    is_spam: bool = False
    failed: bool = False


def listing_of(query: QueryDict) -> QueryDict:
    """Return the part of ``query`` that selects the requests of the list."""
    listing = QueryDict(mutable=True)
    for name in _PARAMETERS:
        if name in query:
            listing.setlist(name, query.getlist(name))
    return listing


def bulk_bar(request: StaffRequest, tab: Tab | None) -> BulkBar | None:
    """Return the bar below the list; none below closed requests, which have no bulk actions."""
    if tab and tab.slug == "closed":
        return None
    failed = bool(tab and tab.slug == "failed")
    return BulkBar(listing_of(request.GET).urlencode(), tuple(people_for(request).members), failed=failed)
