"""Input of staff, sealed in the page itself while its author signs in anew.

No session, cache, address or table ever holds it (docs/decisions/0027-input-of-staff-is-kept.md).
"""

import json
import zlib
from dataclasses import asdict, dataclass
from datetime import timedelta

from django.http import HttpRequest

from cryptography.fernet import InvalidToken

from clinic.sealing.patient_keys import seals

# Name of the field that carries the sealed input.
KEPT = "kept"
# Long enough for the sign-in page to wait over a lunch, a meeting or the end of a shift.
GOOD_FOR = timedelta(hours=12)
# Django reads a form of 2.5 MB at most.
LARGEST = 2_000_000


@dataclass(frozen=True, kw_only=True)
class KeptInput:
    """Form that was not saved: where it was sent, by whom as far as known, and everything in it."""

    path: str
    author: int | None
    fields: dict[str, list[str]]
    had_files: bool = False


def keep(request: HttpRequest, author: int | None) -> str:
    """Seal the posted form; empty when it is too large for a page."""
    fields = {name: [*map(str, values)] for name, values in request.POST.lists() if _is_kept(name)}
    kept = KeptInput(
        path=request.get_full_path(), author=author, fields=fields, had_files=any(request.FILES.values())
    )
    sealed = seal(KEPT, json.dumps(asdict(kept)))
    return sealed if len(sealed) <= LARGEST else ""


def _is_kept(name: str) -> bool:
    """Return whether a field is kept: all but our own, and those that no page may show again."""
    return name not in ("csrfmiddlewaretoken", KEPT) and "password" not in name


def opened(sealed: str) -> KeptInput | None:
    """Return the input that ``keep`` sealed; None when it is too old or not of this site."""
    try:
        return KeptInput(**json.loads(unseal(KEPT, sealed)))
    except InvalidToken:
        return None


def seal(purpose: str, text: str) -> str:
    """Compress and encrypt ``text``, which only the same ``purpose`` can read again."""
    return seals().encrypt(zlib.compress(f"{purpose}:{text}".encode())).decode()


def unseal(purpose: str, sealed: str, good_for: timedelta = GOOD_FOR) -> str:
    """Return the text behind ``sealed``. Raises ``InvalidToken``, also for what has another purpose."""
    try:
        compressed = seals().decrypt(sealed.encode(), ttl=int(good_for.total_seconds()))
        sealed_for, _colon, text = zlib.decompress(compressed).decode().partition(":")
    except (ValueError, zlib.error):
        raise InvalidToken from None
    if sealed_for != purpose:
        raise InvalidToken
    return text
