"""The bar below a list: bulk actions for the requests that are ticked, or for all that the list holds."""

from dataclasses import dataclass

from django.http import HttpRequest, QueryDict

from appointments.desk.lists.people import people_for
from appointments.desk.lists.tabs import Tab
from clinic.models import User

# The parameters of the list's address that say which requests it holds.
_PARAMETERS = ("tab", "q", "due", "status", "assigned_to", "channel")


@dataclass(frozen=True)
class BulkBar:
    """The contents of the bar. ``listing`` is the list's address, sent along for "all".

    Requests can be given to ``members``; with ``is_spam`` they can only be discarded.
    """

    listing: str
    members: tuple[User, ...] = ()
    is_spam: bool = False


def listing_of(query: QueryDict) -> QueryDict:
    """The part of ``query`` that says which requests are listed."""
    listing = QueryDict(mutable=True)
    for name in _PARAMETERS:
        if name in query:
            listing.setlist(name, query.getlist(name))
    return listing


def bulk_bar(request: HttpRequest, tab: Tab | None) -> BulkBar | None:
    """The bar below the list; none below closed requests, with which nothing is done at once."""
    if tab and tab.slug == "closed":
        return None
    return BulkBar(listing_of(request.GET).urlencode(), tuple(people_for(request).members))
