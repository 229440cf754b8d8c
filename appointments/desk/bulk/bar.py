"""What stands below a list: the steps for the requests that are ticked, or for all that the list holds."""

from dataclasses import dataclass

from django.http import HttpRequest, QueryDict

from appointments.desk.lists.people import people_for
from appointments.desk.lists.tabs import Tab
from clinic.models import User

# Of the list's address, what says which requests it holds.
_KEPT = ("tab", "q", "due", "status", "assigned_to", "channel")


@dataclass(frozen=True)
class BulkBar:
    """``listing`` is the list's address, sent along for "all"; requests can be given to ``members``.

    ``is_spam`` leaves nothing but discarding.
    """

    listing: str
    members: tuple[User, ...] = ()
    is_spam: bool = False


def listing_of(query: QueryDict) -> QueryDict:
    """The part of ``query`` that says which requests are listed."""
    kept = QueryDict(mutable=True)
    for name in _KEPT:
        if name in query:
            kept.setlist(name, query.getlist(name))
    return kept


def bulk_bar(request: HttpRequest, tab: Tab | None) -> BulkBar | None:
    """The bar below the list; none below closed requests, with which nothing is done at once."""
    if tab and tab.slug == "closed":
        return None
    return BulkBar(listing_of(request.GET).urlencode(), tuple(people_for(request).members))
