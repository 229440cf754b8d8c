"""Refusals of a recipient: whether the mail server says that there is no such address, or refuses us.

Only the first is final. A server that asks for a sign-in, relays nothing for us, blocks our address or is
full says so in the same step of the conversation, and may take the message tomorrow.
"""

import re
import smtplib

# RFC 5321: not available, not local, name not allowed, host or domain takes no mail (RFC 7504, 7505).
_OF_A_MAILBOX = (521, 550, 551, 553, 556)
# RFC 3463: what follows the reply's code says more than the code.
_ENHANCED = re.compile(r"\s*5\.(\d{1,3})\.(\d{1,3})\b")
# The subject "address", but for the two that are about the sender's; and "mailbox disabled".
_OF_AN_ADDRESS = {("1", detail) for detail in ("0", "1", "2", "3", "4", "5", "6", "9", "10")} | {("2", "1")}
_OF_US = re.compile(
    r"relay|auth|sign.?in|log.?in|polic|block|list|spam|denied|reputation|sender|spf|dmarc|dkim|limit|quota|rate"
    r"|full|later|tempor",
    re.IGNORECASE,
)


def is_about_the_address(error: smtplib.SMTPRecipientsRefused) -> bool:
    """Return whether each refusal says that the address does not exist."""
    refusals = error.recipients.values()
    return bool(refusals) and all(_is_final(code, text) for code, text in refusals)


def _is_final(code: int, text: bytes | str) -> bool:
    said = text.decode(errors="replace") if isinstance(text, bytes) else text
    enhanced = _ENHANCED.match(said)
    if enhanced and enhanced.groups() != ("0", "0"):
        return code >= 500 and enhanced.groups() in _OF_AN_ADDRESS
    return code in _OF_A_MAILBOX and not _OF_US.search(said)
