"""Versions of the consent text: the one in use, and the mail that each version allows.

Each request keeps the version that its patient agreed to. A new wording gets a new version, and its line
below.
"""

from enum import Enum

# In place of a consent's version, in demonstration requests: nobody gave a consent.
DEMONSTRATION = "demonstration"


class MailConsent(Enum):
    """Mail that a patient allows by ticking e-mail."""

    # One mail, which says that the request arrived.
    ACKNOWLEDGEMENT = "acknowledgement"
    # Every mail about the request.
    ALL = "all"


# Versions in use: on the website, and read aloud by the front desk.
CONSENT_VERSION = "2026-11-23"
DESK_CONSENT_VERSION = "aloud-2026-11-23"

# Mail allowed by each version. Versions do not sort, and older ones stay valid for those who agreed.
MAIL_CONSENTS = {
    "2026-11": MailConsent.ACKNOWLEDGEMENT,
    "2026-11-22": MailConsent.ACKNOWLEDGEMENT,
    "aloud-2026-11-22": MailConsent.ACKNOWLEDGEMENT,
    "2026-11-23": MailConsent.ALL,
    "aloud-2026-11-23": MailConsent.ALL,
    # No mail is sent, but the demonstration shows what the desk can do.
    DEMONSTRATION: MailConsent.ALL,
}
