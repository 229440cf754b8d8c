"""Versions of the consent text: the one in use, what each version said, and the mail that it allows.

Each request keeps the version that its patient agreed to. A new wording gets a new version, and its entries
below; entries of earlier versions never change.
"""

from collections.abc import Mapping
from enum import Enum

# In place of a consent's version, in demonstration requests: nobody gave a consent.
DEMONSTRATION = "demonstration"


class MailConsent(Enum):
    """Mail that a patient allows by choosing e-mail."""

    # One mail, which says that the request arrived.
    ACKNOWLEDGEMENT = "acknowledgement"
    # Every mail about the request.
    ALL = "all"


# Versions in use: on the website, and read aloud by the front desk.
CONSENT_VERSION = "2026-11-30"
DESK_CONSENT_VERSION = "aloud-2026-11-30"

# Mail allowed by each version. Versions do not sort, and older ones stay valid for those who agreed.
MAIL_CONSENTS = {
    "2026-11": MailConsent.ACKNOWLEDGEMENT,
    "2026-11-22": MailConsent.ACKNOWLEDGEMENT,
    "aloud-2026-11-22": MailConsent.ACKNOWLEDGEMENT,
    "2026-11-23": MailConsent.ALL,
    "aloud-2026-11-23": MailConsent.ALL,
    "2026-11-30": MailConsent.ALL,
    "aloud-2026-11-30": MailConsent.ALL,
    # No mail is sent, but the demonstration shows what the desk can do.
    DEMONSTRATION: MailConsent.ALL,
}

_CONTACT = "I agree that the clinic may contact me about this request by the ways I chose"
_CONTACT_ALOUD = "“May we contact you about this request, in the way you just told me?”"
# What stood beside each choice, or was read aloud, word for word, by the name of the consent.
CONSENT_TEXTS = {
    "2026-11": {"contact": _CONTACT},
    "2026-11-22": {
        "contact": _CONTACT,
        "email": (
            "Email me to say that my request arrived. Email is not private: others may be able to read it. "
            "The message names the clinic, and says nothing about your health."
        ),
    },
    "aloud-2026-11-22": {
        "contact": _CONTACT_ALOUD,
        "email": (
            "“Shall we send an e-mail that says your request arrived? It says nothing about your health, but "
            "e-mail is not private.”"
        ),
    },
    "2026-11-23": {
        "contact": _CONTACT,
        "email": (
            "Email me about this request. That it arrived, when we could not reach you, and when your visit "
            "is. Email is not private: others may be able to read it. Our messages name the clinic, and say "
            "nothing about your health."
        ),
    },
    "aloud-2026-11-23": {
        "contact": _CONTACT_ALOUD,
        "email": (
            "“May we e-mail you about this request: that it arrived, and when your visit is? We write "
            "nothing about your health, but e-mail is not private.”"
        ),
    },
    # Since then the chosen way of contact is the consent to it.
    "2026-11-30": {
        "contact": "Your choice is your consent, for this request only.",
        "email": (
            "We write that your request arrived, when we could not reach you, and when your visit is. "
            "Email is not private: others may be able to read it. Our messages name the clinic, and say "
            "nothing about your health."
        ),
    },
    "aloud-2026-11-30": {
        "contact": "“How may we reach you about this request: by phone, by e-mail, or either?",
        "email": (
            "By e-mail we say that it arrived, and when your visit is. We write nothing about your health, "
            "but e-mail is not private.”"
        ),
    },
}


def texts_agreed_to(version: str, consents: Mapping[str, bool]) -> list[str]:
    """Return the words of the given consents, in the version that the patient read or heard."""
    texts = CONSENT_TEXTS.get(version, {})
    return [text for name, text in texts.items() if consents.get(name)]
