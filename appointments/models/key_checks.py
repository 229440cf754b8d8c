"""Check that PATIENT_DATA_KEYS are the keys of this database, before anything is sealed with them.

With the keys of another site, what a patient writes could never be read together with what is there, and
with a lost one not at all. So the database keeps a hash of the newest key. A foreign key stops the start, and
stores nothing.
"""

import hmac

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from clinic.sealing.patient_keys import DecryptionError, opens

from .requests import AppointmentRequest

# Keys that this process has compared with its database. They cannot change while it runs.
_known: set[tuple[str, ...]] = set()
# Requests that are tried where no key is kept yet: one of another site may be among them after a merge.
_TRIED = 20


class KeyCheck(models.Model):
    """Single row with a keyed hash of the first of PATIENT_DATA_KEYS. It opens nothing.

    Written when a site first stores something, and by the rotation of keys.
    """

    wagtail_reference_index_ignore = True

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    mark = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("check of the keys")
        verbose_name_plural = _("check of the keys")
        default_permissions = ()
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="key_check_single_row")]

    def __str__(self) -> str:
        return self.mark


class ForeignKeys(DecryptionError):
    """Error: none of PATIENT_DATA_KEYS is the key that sealed what the database holds."""

    def __init__(self) -> None:
        super().__init__(
            "PATIENT_DATA_KEYS is not of this database: none of its keys is the one that sealed the requests "
            "in it. Set it to the keys that the site had before."
        )


def keys_fit() -> bool:
    """Return whether one of the keys is that of the database; two queries at most."""
    kept = _kept()
    return _fits(kept) if kept else _opens_what_is_there()


def require_keys() -> None:
    """Raise ``ForeignKeys`` unless the keys fit; keep the newest where none is kept yet.

    A process asks the database once.
    """
    keys = tuple(settings.PATIENT_DATA_KEYS)
    if keys in _known:
        return
    kept = _kept()
    if not kept and _opens_what_is_there():
        KeyCheck.objects.bulk_create([KeyCheck(mark=_mark(keys[0]))], ignore_conflicts=True)
        # Asked again, as another process with other keys may have been faster.
        kept = _kept()
    if not _fits(kept):
        raise ForeignKeys
    _known.add(keys)


def keep_newest_key() -> None:
    """Keep the newest key alone as the one of this database: everything is sealed with it."""
    KeyCheck.objects.update_or_create(id=1, defaults={"mark": _mark(settings.PATIENT_DATA_KEYS[0])})


def _kept() -> str:
    return KeyCheck.objects.values_list("mark", flat=True).first() or ""


def _fits(kept: str) -> bool:
    return kept in map(_mark, settings.PATIENT_DATA_KEYS)


def _opens_what_is_there() -> bool:
    """Return whether the keys open one of the latest requests, or there is none."""
    latest = AppointmentRequest.objects.order_by("-received_at").values_list("patient_data", flat=True)
    tried = list(latest[:_TRIED])
    return not tried or any(map(opens, tried))


def _mark(key: str) -> str:
    return hmac.digest(key.encode(), b"check of the keys of patients' data", "sha256").hex()
