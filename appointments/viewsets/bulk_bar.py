"""What stands below a list: the steps for the requests that are ticked, or for all that the list holds."""

from dataclasses import dataclass

from django.db.models import QuerySet
from django.http import QueryDict

from appointments.permissions import front_desk_members
from clinic.models import User

from .tabs import Tab

# Of the list's address, what says which requests it holds.
_KEPT = ("tab", "q", "due", "status", "assigned_to", "channel")


@dataclass(frozen=True)
class BulkBar:
    """``listing`` is the list's address, sent along for "all"; ``is_spam`` leaves nothing but discarding."""

    listing: str
    is_spam: bool = False

    @property
    def members(self) -> QuerySet[User]:
        """To whom the ticked requests can be given."""
        return front_desk_members()


def listing_of(query: QueryDict) -> QueryDict:
    """The part of ``query`` that says which requests are listed."""
    kept = QueryDict(mutable=True)
    for name in _KEPT:
        if name in query:
            kept.setlist(name, query.getlist(name))
    return kept


def bulk_bar(query: QueryDict, tab: Tab | None) -> BulkBar | None:
    """The bar below the list at ``query``; none below closed requests, with which nothing is done at once."""
    if tab and tab.slug == "closed":
        return None
    return BulkBar(listing_of(query).urlencode())
