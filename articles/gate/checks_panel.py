"""Findings of the gate in the editor's checks panel. They advise while somebody types; the gate decides.

Each advice of the claim lint is a rule of its own, because a rule has one text that says what to write
instead.
"""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from wagtail.admin.userbar import ContentCheckerItem

from articles.models import ConditionPage, LintTerm

from .lint import BROWSER_LETTER, allowed_sentences, expression

# Same number as in articles/static/articles/gate/checks.js.
MOST_ADVICES = 50
WORDS = "main :is(h1, h2, h3, p, li, dt, dd, td, th, figcaption, summary, blockquote, .button, img[alt])"
MARKERS: dict[str, dict[str, Any]] = {
    "clinic-claim-source": {
        "selector": ".claim",
        "error_name": _("A claim without a source"),
        "help_text": _("Choose the study that the claim rests on."),
    },
    "clinic-claim-retracted": {
        "selector": ".claim",
        "error_name": _("A source was retracted"),
        "help_text": _("Take it out of the claim, and say what is left without it."),
    },
    "clinic-claim-unchecked": {
        "selector": ".claim",
        "error_name": _("Nobody has checked a source"),
        "help_text": _("A clinical reviewer opens the publication, and checks it under Evidence, Sources."),
    },
    "clinic-care-card": {
        "selector": "main article",
        "error_name": _("No care card"),
        "help_text": _("Add a card that says when to call for help at once or to see a doctor today."),
    },
}


class ClinicChecker(ContentCheckerItem):
    """Wagtail's checker with our checks added. Only what its checks, rules and runs list is run."""

    class Media:
        js = ["articles/gate/checks.js"]

    def __init__(self, page: ConditionPage, in_editor: bool = False) -> None:
        super().__init__(in_editor=in_editor)
        self.page = page

    @cached_property
    def advices(self) -> dict[str, list[str]]:
        """Return each advice with the regular expressions of the words that it is for."""
        advices: dict[str, list[str]] = {}
        for term in LintTerm.objects.filter(is_active=True):
            if source := expression(term.pattern, BROWSER_LETTER):
                advices.setdefault(term.advice, []).append(source)
        return dict(list(advices.items())[:MOST_ADVICES])

    def get_axe_custom_checks(self, request: HttpRequest) -> list[dict[str, Any]]:
        allowed = allowed_sentences(self.page)
        words = [
            {"id": f"clinic-words-{number}", "options": {"patterns": patterns, "allowed": allowed}}
            for number, patterns in enumerate(self.advices.values())
        ]
        return [*super().get_axe_custom_checks(request), *words, *({"id": name} for name in MARKERS)]

    def get_axe_custom_rules(self, request: HttpRequest) -> list[dict[str, Any]]:
        words = [_rule(f"clinic-words-{number}", WORDS) for number in range(len(self.advices))]
        markers = [_rule(name, marker["selector"]) for name, marker in MARKERS.items()]
        return [*super().get_axe_custom_rules(request), *words, *markers]

    def get_axe_messages(self, request: HttpRequest) -> dict[str, dict[str, Any]]:
        words = {
            f"clinic-words-{number}": {"error_name": _("This promises too much"), "help_text": advice}
            for number, advice in enumerate(self.advices)
        }
        texts = {
            name: {key: marker[key] for key in ("error_name", "help_text")}
            for name, marker in MARKERS.items()
        }
        return {**super().get_axe_messages(request), **words, **texts}

    def get_axe_run_only(self, request: HttpRequest) -> list[str]:
        words = [f"clinic-words-{number}" for number in range(len(self.advices))]
        return [*super().get_axe_run_only(request), *words, *MARKERS]


def _rule(name: str, selector: str) -> dict[str, Any]:
    return {
        "id": name,
        "impact": "serious",
        "selector": selector,
        "tags": ["best-practice"],
        "any": [name],
        "enabled": True,
    }


def check_claims_too(_request: HttpRequest, items: list[Any], page: Any) -> None:
    """Replace Wagtail's own checks by ours on articles."""
    if isinstance(page, ConditionPage):
        items[:] = [
            ClinicChecker(page, in_editor=item.in_editor) if isinstance(item, ContentCheckerItem) else item
            for item in items
        ]
