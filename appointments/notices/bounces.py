"""Bounces: what a mail server sends back about a message that it could not hand over (RFC 3464)."""

import re
import uuid
from dataclasses import dataclass
from email.message import Message

# Our Message-ID is the notice's own random number, at the site's host.
_OURS = re.compile(r"<([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})@", re.IGNORECASE)
_STATUS = re.compile(r"[245]\.\d{1,3}\.\d{1,3}")
_NO_SUCH_ADDRESS = re.compile(r"5\.1\.(?!7$|8$)\d+|5\.2\.1")


@dataclass(frozen=True)
class Bounce:
    """Report that the message ``message_id`` came back, with the mail server's ``status``, such as 5.1.1."""

    message_id: uuid.UUID
    status: str

    @property
    def is_about_the_address(self) -> bool:
        """Return whether there is no such address."""
        return bool(_NO_SUCH_ADDRESS.fullmatch(self.status))


def bounce_in(message: Message) -> Bounce | None:
    """Return what the report says of a message of ours; None when it is no report, or not that of a failure.

    A message that is only late is still on its way.
    """
    failed = [block for block in _blocks(message) if block.get("Action", "").strip().casefold() == "failed"]
    returned = _OURS.search(_returned_headers(message))
    if not failed or not returned:
        return None
    status = _STATUS.search(failed[0].get("Status", ""))
    return Bounce(uuid.UUID(returned[1]), status[0] if status else "")


def _blocks(message: Message) -> list[Message]:
    """Return the groups of fields in the report, one for each recipient."""
    reports = (part for part in message.walk() if part.get_content_type() == "message/delivery-status")
    blocks = (report.get_payload() for report in reports)
    return [
        block for found in blocks if isinstance(found, list) for block in found if isinstance(block, Message)
    ]


def _returned_headers(message: Message) -> str:
    """Return the identifiers of the message that came back."""
    found = []
    for part in message.walk():
        if part is not message and (identifier := part.get("Message-ID")):
            found.append(str(identifier))
        if part.get_content_type() == "text/rfc822-headers":
            found.append(str(part.get_payload()))
    return " ".join([*found, str(message.get("In-Reply-To", "")), str(message.get("References", ""))])
