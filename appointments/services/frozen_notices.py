"""Freezing of the notices that a restored backup brings back, which may all have been sent long ago."""

from django.db.models.functions import Now

from appointments.models import Notice, NoticeFreeze
from appointments.models.notices import NoticeState

# Why a notice of a backup was not sent.
SENT_BEFORE = "SentBeforeRestore"


def freeze_notices() -> None:
    """Hold back every notice written until now; those of new requests go out. Called after a restore."""
    NoticeFreeze.objects.update_or_create(id=1, defaults={"at": Now()})


def release_notices(*, sent_before: bool) -> int:
    """End the freeze; return how many notices it held.

    They go out now, or, when they were ``sent_before`` the backup was restored, never.
    """
    frozen = Notice.objects.frozen()
    if sent_before:
        held = frozen.update(state=NoticeState.CANCELLED, last_error=SENT_BEFORE)
    else:
        held = frozen.count()
    NoticeFreeze.objects.all().delete()
    return held
