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

# What the desk may find out better than it was written. It is kept beside that, never over it.
CORRECTABLE = (
    "full_name",
    "guardian_name",
    "phone",
    "voicemail_ok",
    "email",
    "mail_ok",
    "contact_by",
    "call_times",
    "speaks",
)
# Of these the patient's own later word counts more: another number, given by the link.
_OF_THE_NUMBER = ("phone", "voicemail_ok")


class DecryptionError(Exception):
    """The data cannot be opened: its key is missing, or the data belongs to another record."""


@dataclass(frozen=True, kw_only=True)
class PatientData:
    """The answers of one request, as typed; ``phone_e164`` is the phone as machines write it.

    ``other_phones`` came later, by the patient's link: each a "phone" with its "voicemail_ok", in order.
    ``corrections`` are the desk's: each a "field" of ``CORRECTABLE`` with its "value", "by" whom and "at"
    what moment, and how many "numbers" the patient had added until then. Whoever calls or writes asks the
    properties.
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
    corrections: list[dict[str, Any]] = field(default_factory=list)

    @property
    def name_to_use(self) -> str:
        """The name as the desk knows it now."""
        return self._corrected("full_name", self.full_name)

    @property
    def person_to_ask_for(self) -> str:
        """With whom the desk speaks: the parent or whoever helps, else the patient."""
        return self._corrected("guardian_name", self.guardian_name) or self.name_to_use

    @property
    def short_name(self) -> str:
        """Initial and last word, for lists on screens that others may see: "M. O'Brien"."""
        words = self.name_to_use.split()
        return words[0] if len(words) == 1 else f"{words[0][0]}. {words[-1]}"

    @property
    def phone_to_call(self) -> str:
        """The number that was given or corrected last."""
        given = self.other_phones[-1]["phone"] if self.other_phones else self.phone
        return self._corrected("phone", given)

    @property
    def may_leave_voicemail(self) -> bool:
        """Whether a message may be left at that number: leave given for one is none for another."""
        given = self.other_phones[-1]["voicemail_ok"] if self.other_phones else self.voicemail_ok
        return self._corrected("voicemail_ok", given)

    @property
    def email_to_use(self) -> str:
        """The address to write to; empty without one."""
        return self._corrected("email", self.email)

    @property
    def agreed_to_mail(self) -> bool | None:
        """Whether we may write to that address; None for those who were never asked."""
        return self._corrected("mail_ok", self.consents.get("email"))

    def in_use(self) -> dict[str, Any]:
        """All that can be corrected, each as it is used now; but for leave to write, which depends on
        the text that was agreed to (``answers_in_use``).
        """
        special = {
            "phone": self.phone_to_call,
            "voicemail_ok": bool(self.phone_to_call) and self.may_leave_voicemail,
        }
        return {
            name: special[name] if name in special else self._corrected(name, getattr(self, name))
            for name in CORRECTABLE
            if name != "mail_ok"
        }

    def correction_of(self, name: str) -> dict[str, Any] | None:
        """The desk's last word on ``name``, while it stands."""
        found = next((one for one in reversed(self.corrections) if one["field"] == name), None)
        if found and name in _OF_THE_NUMBER and found["numbers"] < len(self.other_phones):
            return None
        return found

    def _corrected(self, name: str, given: Any) -> Any:
        correction = self.correction_of(name)
        return correction["value"] if correction else given


def _seals() -> MultiFernet:
    return MultiFernet([Fernet(key) for key in settings.PATIENT_DATA_KEYS])


def seal_text(owner: uuid.UUID, text: str) -> bytes:
    """``text`` encrypted with the newest key and bound to the request ``owner``."""
    return _seals().encrypt(json.dumps({"owner": str(owner), "text": text}).encode())


def open_text(owner: uuid.UUID, sealed: bytes) -> str:
    """The text sealed by ``seal_text``; ``DecryptionError`` when no key fits or the owner is another."""
    try:
        document = json.loads(_seals().decrypt(bytes(sealed)))
    except InvalidToken:
        raise DecryptionError from None
    if document["owner"] != str(owner):
        raise DecryptionError
    return document["text"]


def seal(owner: uuid.UUID, data: PatientData) -> bytes:
    """The answers encrypted, for the request ``owner``."""
    return seal_text(owner, to_json(data))


def unseal(owner: uuid.UUID, sealed: bytes) -> PatientData:
    """The answers of the request ``owner``; raises ``DecryptionError``."""
    return PatientData(**json.loads(open_text(owner, sealed)))


def to_json(data: PatientData) -> str:
    """The answers as one line of JSON, the same for the same answers."""
    return json.dumps(asdict(data), sort_keys=True, ensure_ascii=False)
