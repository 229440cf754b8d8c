"""Versions of the consent text: the one in use, and the mail that each version allows.

Each request keeps the version that its patient agreed to. A new wording gets a new version, and its line
below.
"""

from enum import Enum

# In place of a consent's version, in requests invented for the demonstration: nobody gave one.
DEMONSTRATION = "demonstration"


class Leave(Enum):
    """Mail that a patient allows by ticking e-mail."""

    # One mail, to say that the request arrived.
    ACKNOWLEDGEMENT = "acknowledgement"
    # Every mail about the request.
    ALL = "all"


# What is asked now: on the website, and aloud by the front desk.
CONSENT_VERSION = "2026-11-23"
DESK_CONSENT_VERSION = "aloud-2026-11-23"

# Versions do not sort, and what an older one asked stays true of those who agreed to it.
LEAVE_TO_MAIL = {
    "2026-11": Leave.ACKNOWLEDGEMENT,
    "2026-11-22": Leave.ACKNOWLEDGEMENT,
    "aloud-2026-11-22": Leave.ACKNOWLEDGEMENT,
    "2026-11-23": Leave.ALL,
    "aloud-2026-11-23": Leave.ALL,
    # Nobody gave it and no mail goes, but the demonstration shows what the desk can do.
    DEMONSTRATION: Leave.ALL,
}
