"""What a patient told us, and the seal around it.

Everything typed into the form is one JSON document, encrypted before it reaches the database,
so that the database, its dumps and its logs hold no patient's word.
"""

import json
import uuid
from dataclasses import asdict, dataclass, field
from typing import Any

from django.conf import settings

from cryptography.fernet import Fernet, InvalidToken, MultiFernet


class SealBroken(Exception):
    """The data cannot be opened: its key is missing, or the data belongs to another record."""


@dataclass(frozen=True, kw_only=True)
class PatientData:
    """The answers of one request, as typed; ``phone_e164`` is the phone as machines write it.

    ``other_phones`` came later, by the patient's link: each a "phone" with its "voicemail_ok", in order.
    """

    full_name: str
    who_for: str = "self"
    guardian_name: str = ""
    relationship: str = ""
    child_age: str = ""
    phone: str = ""
    phone_e164: str = ""
    email: str = ""
    contact_by: str = "phone"
    call_times: list[str] = field(default_factory=list)
    voicemail_ok: bool = False
    speaks: str = ""
    visited_before: str = ""
    topic: str = ""
    days: list[str] = field(default_factory=list)
    times: list[str] = field(default_factory=list)
    access_needs: str = ""
    note: str = ""
    consents: dict[str, bool] = field(default_factory=dict)
    other_phones: list[dict[str, Any]] = field(default_factory=list)

    @property
    def short_name(self) -> str:
        """Initial and last word, for lists on screens that others may see: "M. O'Brien"."""
        words = self.full_name.split()
        return words[0] if len(words) == 1 else f"{words[0][0]}. {words[-1]}"

    @property
    def phone_to_call(self) -> str:
        """The number that the patient gave last."""
        return self.other_phones[-1]["phone"] if self.other_phones else self.phone

    @property
    def may_leave_voicemail(self) -> bool:
        """Whether a message may be left at that number: leave given for one is none for another."""
        return self.other_phones[-1]["voicemail_ok"] if self.other_phones else self.voicemail_ok


def _seals() -> MultiFernet:
    return MultiFernet([Fernet(key) for key in settings.PATIENT_DATA_KEYS])


def seal_text(owner: uuid.UUID, text: str) -> bytes:
    """``text`` encrypted with the newest key and bound to the request ``owner``."""
    return _seals().encrypt(json.dumps({"owner": str(owner), "text": text}).encode())


def open_text(owner: uuid.UUID, sealed: bytes) -> str:
    """The text sealed by ``seal_text``; ``SealBroken`` when no key fits or the owner is another."""
    try:
        document = json.loads(_seals().decrypt(bytes(sealed)))
    except InvalidToken:
        raise SealBroken from None
    if document["owner"] != str(owner):
        raise SealBroken
    return document["text"]


def seal(owner: uuid.UUID, data: PatientData) -> bytes:
    """The answers encrypted, for the request ``owner``."""
    return seal_text(owner, to_json(data))


def unseal(owner: uuid.UUID, sealed: bytes) -> PatientData:
    """The answers of the request ``owner``; raises ``SealBroken``."""
    return PatientData(**json.loads(open_text(owner, sealed)))


def to_json(data: PatientData) -> str:
    """The answers as one line of JSON, the same for the same answers."""
    return json.dumps(asdict(data), sort_keys=True, ensure_ascii=False)
