"""Words that stand in the place of what is withheld, and what is never withheld."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

# Help in an emergency stays, whatever it says.
NEVER_WITHHELD = {"care_card"}
# Fields that a page can do without.
LEFT_EMPTY = (
    "seo_title", "search_description", "also_known_as", "other_names", "what_it_is", "how_long",
    "what_helps", "verdict",
)  # fmt: skip
# What is wrong with the first is taken down with the second.
SHOWN_WITH = {"verdict_certainty": "verdict"}


def notice() -> str:
    """Return the sentence that readers see in the place of a part."""
    return _("We took this part down while a clinician checks it.")


# Fields that a page must have, with what stands there meanwhile.
REPLACED: dict[str, Callable[[], str]] = {
    "title": lambda: _("A page that we are checking"),
    "headline": lambda: _("Acupuncture"),
    "summary": lambda: _("We are checking what this page says."),
    "introduction": lambda: _("We are checking what this page says."),
}


def in_place_of(part: dict[str, Any]) -> dict[str, Any]:
    """Return the stored part that readers see instead. An invitation goes on inviting, in our words."""
    if part["type"] == "call_to_action":
        value: Any = {"heading": _("Would you like to talk to us?"), "text": ""}
        return {"type": "call_to_action", "value": value, "id": part.get("id", "")}
    return {"type": "paragraph", "value": f'<p class="withheld">{notice()}</p>', "id": part.get("id", "")}


def is_notice(part: dict[str, Any]) -> bool:
    """Return whether a stored part is the notice."""
    return part["type"] == "paragraph" and str(part["value"]).startswith('<p class="withheld">')
