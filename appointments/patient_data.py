"""Answers of a patient as one JSON document, encrypted before it reaches the database.

The database, its dumps and its logs hold no patient's word. A document of any release can be read: keys that
this release does not know are kept in ``PatientData.other_answers`` and written back with the next change.
"""

import json
import uuid
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any, TypedDict, get_args, get_origin, get_type_hints

from clinic.sealing.patient_keys import DecryptionError, decrypt, encrypt

from .json_types import fits
from .names.short_names import short_name
from .reading import note_opening

# Answers that the desk may correct. A correction is kept beside the answer and never replaces it.
CORRECTABLE = (
    "full_name",
    "guardian_name",
    "contact_by",
    "phone",
    "voicemail_ok",
    "email",
    "mail_ok",
    "call_times",
    "speaks",
)
# Corrections that another number, given later by the patient's link, overrides.
_OF_THE_NUMBER = ("phone", "voicemail_ok")

# The version of the questions that are asked now; a new question raises it. A document without one is of 1.
SCHEMA_VERSION = 2
# Suffix to the name of an answer whose type is not the one that this release expects.
_AS_STORED = "_as_stored"


class OtherPhone(TypedDict):
    """Number that the patient gave later by the link, with the consent to leave a message there."""

    phone: str
    voicemail_ok: bool


class StoredCorrection(TypedDict):
    """Correction of ``field``, one of ``CORRECTABLE``, to ``value``, with its author and its moment.

    ``numbers`` counts the numbers that the patient had added until then.
    """

    field: str
    value: Any
    by: str
    at: str
    numbers: int


@dataclass(frozen=True, kw_only=True)
class PatientData:
    """Answers of one request, as typed; ``phone_e164`` is the phone number as machines write it.

    ``guardian_name`` is the name of whoever asks for another, and ``asked_for`` the practitioner wished for.

    ``other_phones`` and ``corrections`` came later, in order; the properties take them into account.
    ``schema`` is the version of the questions that were asked; ``other_answers`` are answers to questions
    that this release does not ask.
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
    asked_for: str = ""
    days: list[str] = field(default_factory=list)
    times: list[str] = field(default_factory=list)
    access_needs: str = ""
    note: str = ""
    consents: dict[str, bool] = field(default_factory=dict)
    other_phones: list[OtherPhone] = field(default_factory=list)
    corrections: list[StoredCorrection] = field(default_factory=list)
    schema: int = SCHEMA_VERSION
    other_answers: dict[str, Any] = field(default_factory=dict)

    @property
    def name_to_use(self) -> str:
        """Name of the patient, as corrected."""
        return self._corrected("full_name", self.full_name)

    @property
    def person_to_ask_for(self) -> str:
        """Name of the person to speak with: a parent or helper, else the patient."""
        return self._corrected("guardian_name", self.guardian_name) or self.name_to_use

    @property
    def short_name(self) -> str:
        """Initial and family name, for lists on screens that others may see: "M. O'Brien"."""
        return short_name(self.name_to_use)

    @property
    def phone_to_call(self) -> str:
        """Number that was given or corrected last."""
        given = self.other_phones[-1]["phone"] if self.other_phones else self.phone
        return self._corrected("phone", given)

    @property
    def may_leave_voicemail(self) -> bool:
        """True when a message may be left there. Consent for one number does not hold for another."""
        given = self.other_phones[-1]["voicemail_ok"] if self.other_phones else self.voicemail_ok
        return self._corrected("voicemail_ok", given)

    @property
    def email_to_use(self) -> str:
        """E-mail address to write to; empty without one."""
        return self._corrected("email", self.email)

    @property
    def agreed_to_mail(self) -> bool | None:
        """True when the patient agreed to mail; None when nobody asked."""
        return self._corrected("mail_ok", self.consents.get("email"))

    def as_used(self, name: str) -> Any:
        """Return the answer to the question ``name`` as it is used now."""
        if name == "phone":
            return self.phone_to_call
        if name == "voicemail_ok":
            return bool(self.phone_to_call) and self.may_leave_voicemail
        return self._corrected(name, getattr(self, name))

    def in_use(self) -> dict[str, Any]:
        """Return the correctable answers, without the consent to mail, which depends on its version."""
        return {name: self.as_used(name) for name in CORRECTABLE if name != "mail_ok"}

    def correction_of(self, name: str) -> StoredCorrection | None:
        """Return the desk's last correction of ``name``, unless a later number overrides it."""
        correction = next((one for one in reversed(self.corrections) if one["field"] == name), None)
        if correction and name in _OF_THE_NUMBER and correction["numbers"] < len(self.other_phones):
            return None
        return correction

    def _corrected(self, name: str, given: Any) -> Any:
        correction = self.correction_of(name)
        return correction["value"] if correction else given


def seal_text(owner: uuid.UUID, text: str) -> bytes:
    """Encrypt ``text`` with the newest key, bound to the request ``owner``."""
    return encrypt(json.dumps({"owner": str(owner), "text": text}).encode())


def open_text(owner: uuid.UUID, sealed: bytes | memoryview) -> str:
    """Decrypt a text of ``seal_text``, in an open reading.

    Raises ``DecryptionError`` if no key fits or the owner is another.
    """
    note_opening(owner)
    try:
        document = json.loads(decrypt(sealed))
    except ValueError:
        raise DecryptionError from None
    match document:
        case {"owner": str(stored_owner), "text": str(text)} if stored_owner == str(owner):
            return text
    raise DecryptionError


def seal(owner: uuid.UUID, data: PatientData) -> bytes:
    """Encrypt the answers of the request ``owner``."""
    return seal_text(owner, to_json(data))


def unseal(owner: uuid.UUID, sealed: bytes | memoryview) -> PatientData:
    """Decrypt the answers of the request ``owner``, of any release. Raises ``DecryptionError``."""
    try:
        document = json.loads(open_text(owner, sealed))
    except ValueError:
        raise DecryptionError from None
    if not isinstance(document, dict):
        raise DecryptionError
    return from_document(document)


def to_json(data: PatientData) -> str:
    """Return the answers as one line of JSON, the same for the same answers."""
    answers = dict(vars(data))
    return json.dumps({**answers.pop("other_answers"), **answers}, sort_keys=True, ensure_ascii=False)


def from_document(document: dict[str, Any]) -> PatientData:
    """Return the answers in ``document``, with the default for one that is missing or of a wrong type.

    Unknown keys and values of a wrong type are kept in ``other_answers``.
    """
    types, types_in_lists = _types(), _types_in_lists()
    answers: dict[str, Any] = {"full_name": "", "schema": 1}
    other: dict[str, Any] = {}
    for name, value in document.items():
        if name not in types:
            other[name] = value
        elif name in types_in_lists and isinstance(value, list):
            # Readable items of a list count, such as a correction beside one that is broken.
            of_the_list = types_in_lists[name]
            answers[name] = [one for one in value if _is_readable(one, of_the_list)]
            if unreadable := [one for one in value if not _is_readable(one, of_the_list)]:
                other[name + _AS_STORED] = unreadable
        elif fits(value, types[name]):
            answers[name] = value
        else:
            other[name + _AS_STORED] = value
    return PatientData(**answers, other_answers=other)


@cache
def _types() -> dict[str, Any]:
    """Return the type of each answer that a document may hold."""
    types = get_type_hints(PatientData)
    del types["other_answers"]
    return types


@cache
def _types_in_lists() -> dict[str, Any]:
    """Return the type of the items of each answer that is a list."""
    return {name: get_args(wanted)[0] for name, wanted in _types().items() if get_origin(wanted) is list}


def _is_readable(value: Any, wanted: Any) -> bool:
    return fits(value, wanted) and (wanted is not StoredCorrection or _can_be_used(value))


def _can_be_used(correction: StoredCorrection) -> bool:
    """Return whether the corrected value has the type of its question, and the moment can be read."""
    try:
        datetime.fromisoformat(correction["at"])
    except ValueError:
        return False
    name = correction["field"]
    return fits(correction["value"], bool if name == "mail_ok" else _types().get(name, Any))
