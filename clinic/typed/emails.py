"""E-mail addresses as people, contact lists and mail programs write them."""

import re
import unicodedata
from dataclasses import dataclass
from enum import Enum, auto
from urllib.parse import quote, unquote

from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.utils.translation import gettext_lazy as _

from .text import is_unseen

LONGEST = 254
_LONGEST_NAME = 64
# Endings that are no address on the internet, whatever stands before them.
_PRIVATE = {"local", "localhost", "localdomain", "internal", "lan", "home", "corp", "invalid"}
# What people write before an address, and behind it.
_LABEL = re.compile(
    r"(?:my\s+)?(?:mail\s?to|e-?mail(?:\s+address)?|e|mail|correo)(?:\s*:|\s+-\s|\s+is\s)\s*", re.IGNORECASE
)
_REMARK = re.compile(
    r"\s+(?:[-–]\s*)?(?:work|home|personal|private|office|school|mine|preferred|only|please|thanks)[.!]?$",
    re.IGNORECASE,
)
_OPENING, _CLOSING = "<([{\"'“”‘’«‹,;", ">)]}\"'“”‘’»›,;:.!?…。、/"


class Fault(Enum):
    """Reason why a text is no e-mail address."""

    FORMAT = auto()
    ONE_ONLY = auto()
    NO_AT = auto()
    MANY_ATS = auto()
    NO_NAME = auto()
    NO_ENDING = auto()
    PRIVATE = auto()
    SPACE = auto()
    COMMA = auto()
    DOTS = auto()
    TOO_LONG = auto()


WORDS = {
    Fault.FORMAT: _("Enter an email address in the correct format, like name@example.com"),
    Fault.ONE_ONLY: _(
        "Enter an email address in the correct format, like name@example.com: one address only, here are two"
    ),
    Fault.NO_AT: _(
        "Enter an email address in the correct format, like name@example.com: the @ is missing in this one"
    ),
    Fault.MANY_ATS: _(
        "Enter an email address in the correct format, like name@example.com: this one has more than one @"
    ),
    Fault.NO_NAME: _(
        "Enter an email address in the correct format, like name@example.com: nothing stands before the @"
    ),
    Fault.NO_ENDING: _(
        "Enter an email address in the correct format, like name@example.com: "
        "the end is missing, such as .com"
    ),
    Fault.PRIVATE: _(
        "Enter an email address in the correct format, like name@example.com: "
        "this one works in a private network only"
    ),
    Fault.SPACE: _(
        "Enter an email address in the correct format, like name@example.com: there is a space in this one"
    ),
    Fault.COMMA: _(
        "Enter an email address in the correct format, like name@example.com: "
        "there is a comma in this one where a dot may be meant"
    ),
    Fault.DOTS: _(
        "Enter an email address in the correct format, like name@example.com: "
        "a dot stands first, last or twice in this one"
    ),
    Fault.TOO_LONG: _(
        "Enter an email address in the correct format, like name@example.com: this one is too long to be one"
    ),
}


@dataclass(frozen=True)
class Reading:
    """Address in a text, or the fault."""

    address: str = ""
    fault: Fault | None = None


def read(text: str) -> Reading:
    """Return the address that ``text`` says, with or without a name beside it."""
    said = _plain(text)
    if len(said) > 2 * LONGEST:
        return Reading(fault=Fault.TOO_LONG)
    said = _without_blanks(_stripped(_in_brackets(said)))
    parts = {_stripped(part) for part in re.split(r"[\s,;/|]+", said) if part.count("@") == 1}
    if len(parts) == 1 and said.count("@") > 1:
        # Some programs fill an address in twice.
        [said] = parts
    elif len([part for part in parts if not part.startswith("@")]) > 1:
        return Reading(fault=Fault.ONE_ONLY)
    fault = _fault_of(said)
    return Reading(fault=fault) if fault else Reading(_in_small_letters(said))


def mail_link(address: str) -> str:
    """Return the address of a link that writes to ``address``, in which no sign begins a header."""
    return f"mailto:{quote(address, safe='@')}"


def search_key(text: str) -> str:
    """Return the address that somebody searches for, or else what was typed, in small letters."""
    return read(text).address or text.strip().casefold()


def mailbox_of(address: str) -> str:
    """Return what addresses have in common that many providers deliver to one mailbox.

    They differ in capitals, dots and what follows a plus.
    """
    name, _at, domain = address.casefold().rpartition("@")
    return f"{name.partition('+')[0].replace('.', '')}@{domain}"


def _in_small_letters(address: str) -> str:
    """Return the address as it is stored: the capitals that phones put first, and the domain's, are none."""
    name, _at, domain = address.rpartition("@")
    return f"{name.lower() if name.istitle() or name.isupper() else name}@{domain.lower()}"


def _plain(text: str) -> str:
    wide = unicodedata.normalize("NFKC", text)
    plain = "".join(c for c in wide if not (is_unseen(c) or "\ufe00" <= c <= "\ufe0f")).strip()
    label = _LABEL.match(plain)
    plain = plain[label.end() :] if label else plain
    return _of_a_link(plain) if label and label[0].lower().startswith(("mailto", "mail to")) else plain


def _of_a_link(address: str) -> str:
    """Return the address in a link to it, without the subject that the link suggests."""
    return unquote(address.partition("?")[0])


def _in_brackets(said: str) -> str:
    """Return the address of "Mara W <mara@patient.example>" or "Mara W (mara@patient.example)"."""
    for opening, closing in ("<>", "()", "[]"):
        not_closed = f"[^{re.escape(opening + closing)}]*"
        pattern = f"{re.escape(opening)}({not_closed}@{not_closed}){re.escape(closing)}"
        found = re.findall(pattern, said)
        if len(found) == 1:
            before = said.partition(opening)[0]
            inside = _plain(found[0])
            # "a@x.example (b@y.example)" names two; Outlook writes one address twice.
            others = {_stripped(word) for word in before.split() if "@" in word} - {_stripped(inside)}
            return f"{' '.join(sorted(others))} {inside}" if others else inside
    # "mara@patient.example (work)".
    return _REMARK.sub("", re.sub(r"\s*\([^()@]*\)\s*$", "", said))


def _stripped(said: str) -> str:
    return said.strip().lstrip(_OPENING + " ").rstrip(_CLOSING + " ")


def _without_blanks(said: str) -> str:
    """Return the text without blanks around the signs of an address, as in "mara @ gmail.com"."""
    tight = re.sub(r"\s*([@.])\s*", r"\1", said.replace("。", "."))
    return tight if tight.count("@") == 1 and not re.search(r"\s", tight) else said


def _fault_of(said: str) -> Fault | None:
    name, _at, domain = said.rpartition("@")
    labels = domain.split(".")
    faults = {
        Fault.NO_AT: "@" not in said,
        Fault.MANY_ATS: "@" in name,
        Fault.NO_NAME: not name,
        Fault.SPACE: bool(re.search(r"[^\S\r\n]", said)),
        Fault.COMMA: "," in domain,
        Fault.DOTS: ".." in said or name.startswith(".") or name.endswith(".") or domain.startswith("."),
        Fault.TOO_LONG: len(said) > LONGEST or len(name) > _LONGEST_NAME,
        Fault.NO_ENDING: len(labels) < 2 or labels[-1].isdigit() or len(labels[-1]) < 2,
        Fault.PRIVATE: labels[-1].casefold() in _PRIVATE,
        Fault.FORMAT: not _is_address(said),
    }
    return next((fault for fault, is_so in faults.items() if is_so), None)


def _is_address(said: str) -> bool:
    try:
        EmailValidator()(said)
    except ValidationError:
        return False
    # Quoted names and addresses of machines are no patient's.
    return not set('"[]') & set(said)
