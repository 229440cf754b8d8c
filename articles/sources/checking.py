"""Service that checks a source: the only writer of checks and of their records.

Whoever entered the fields does not check them, as long as somebody else can: two people read a number
differently, one reads their own slip twice. A clinic with one clinical reviewer is not stuck: that person
checks what they entered, and the record says so.
"""

import datetime
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from articles.models import Source, SourceCheck
from clinic.identity.clinic_time import clinic_today
from clinic.models import User

RIGHT = "articles.verify_source"


class Changed(Exception):
    """Error: the source is no longer what whoever checked it had before them."""


@dataclass(frozen=True)
class Reading:
    """Result of comparing a source with its publication."""

    fingerprint: str
    not_read: str
    recheck_due: datetime.date


def may_check(user: User) -> bool:
    """Return whether ``user`` holds the right to check sources."""
    return user.is_active and user.has_perm(RIGHT)


def obstacle(source: Source, user: User) -> str:
    """Return why ``user`` cannot check it now; empty when nothing is in the way."""
    if source.is_retracted:
        return _("It was retracted: no claim may rest on it any more, and there is nothing to check.")
    if missing := _missing(source):
        message = _("Complete it first. Still missing or not right: %(fields)s.")
        return message % {"fields": ", ".join(missing)}
    if source.typed_by_id == user.pk and (others := others_who_check(user)):
        message = _("You entered these fields yourself. Somebody else compares them: %(names)s.")
        return message % {"names": get_text_list(others, _("or"))}
    return ""


def others_who_check(user: User) -> list[str]:
    """Return the names of the other people with the right; administrators have it, and do not count."""
    code = RIGHT.partition(".")[2]
    held = Q(groups__permissions__codename=code) | Q(user_permissions__codename=code)
    return [str(each) for each in User.objects.filter(held, is_active=True).exclude(pk=user.pk).distinct()]


@transaction.atomic
def check_source(source: Source, reading: Reading, user: User) -> SourceCheck:
    """Set the check by ``user`` as of today, and record it.

    Raises PermissionDenied, with the reason as its message, or Changed.
    """
    source = Source.objects.select_for_update(of=("self",)).get(pk=source.pk)
    if not may_check(user):
        raise PermissionDenied
    if reason := obstacle(source, user):
        raise PermissionDenied(reason)
    if source.fingerprint != reading.fingerprint:
        raise Changed
    source.verified_by, source.verified_on = user, clinic_today()
    source.not_read, source.recheck_due = reading.not_read, reading.recheck_due
    source.save(update_fields=["verified_by", "verified_on", "not_read", "recheck_due"])
    return log_check(source, user, reading.recheck_due)


def log_check(source: Source, user: User, recheck_due: datetime.date) -> SourceCheck:
    """Create the record of a check that is set. Alone, it serves the demonstration's made-up checks."""
    return SourceCheck.objects.create(
        source=source,
        source_title=source.title,
        done_by=user,
        done_by_name=str(user),
        at=Now(),
        values=source.compared_values,
        not_read=source.not_read,
        recheck_due=recheck_due,
        is_own_work=source.typed_by_id == user.pk,
    )


def _missing(source: Source) -> list[str]:
    """Return the names of fields that are empty or wrong, without which nobody can compare anything."""
    names: list[str] = []
    try:
        source.clean_fields(exclude={"verified_by", "verified_on", "not_read", "recheck_due", "typed_by"})
    except ValidationError as error:
        fields = Source.compared_fields()
        names = [str(field.verbose_name) for field in fields if field.name in error.message_dict]
    if not source.link:
        names.append(_("a DOI, a PubMed number or an official page"))
    return names
