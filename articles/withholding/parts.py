"""Parts that a page has to do without: from findings to fields and blocks, and the page without them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from articles.models import ConditionPage
from articles.models.pages import SET_BY_REVIEW
from articles.statements.reading import streams_of
from clinic.gate import Finding, findings
from clinic.withholding.own_words import set_words

from .stand_ins import LEFT_EMPTY, NEVER_WITHHELD, REPLACED, SHOWN_WITH, in_place_of, is_notice

# Findings of these are about the article as a whole: who answers for it, and until when.
OF_THE_WHOLE = {"", "author", *SET_BY_REVIEW}
# One part that goes may take the ground from another, such as the verdict above the last claim.
_ROUNDS = 4


@dataclass
class Withheld:
    """Fields and places in streams that readers do not see."""

    fields: set[str] = field(default_factory=set)
    places: dict[str, set[int]] = field(default_factory=dict)

    def add(self, page: Any, page_findings: Iterable[Finding]) -> bool:
        """Add what these findings of ``page`` are about; return whether that was anything new."""
        before = self._size()
        for finding in page_findings:
            name = SHOWN_WITH.get(finding.field, finding.field)
            if finding.place is not None and name in streams_of(page):
                self._add_place(page, name, finding.place)
            elif name in LEFT_EMPTY or name in REPLACED:
                self.fields.add(name)
            elif isinstance(page, ConditionPage) and (name in OF_THE_WHOLE or name == "body"):
                self._add_claims(page)
        return self._size() > before

    def _add_place(self, page: Any, name: str, place: int) -> None:
        if getattr(page, name)[place].block_type not in NEVER_WITHHELD:
            self.places.setdefault(name, set()).add(place)

    def _add_claims(self, page: ConditionPage) -> None:
        """Add what the article says about research, as when its review is late."""
        self.fields.add("verdict")
        for place, part in enumerate(page.body.raw_data):
            if part["type"] == "claim":
                self._add_place(page, "body", place)

    def _size(self) -> int:
        return len(self.fields) + sum(map(len, self.places.values()))


def withhold(page: Any, trial: Any) -> tuple[list[Finding], dict[str, Any]]:
    """Return the findings of ``page``, and what its fields hold without what does not pass.

    ``trial`` is another object of the same page; it ends as readers are to see it.
    """
    found = findings(page)
    withheld = Withheld()
    more = found
    for _round in range(_ROUNDS):
        if not withheld.add(page, more):
            break
        apply(page, trial, withheld)
        more = findings(trial)
    changed = {name: REPLACED[name]() if name in REPLACED else "" for name in withheld.fields}
    streams = {name: _told_once(_without(page, name, places)) for name, places in withheld.places.items()}
    return found, {name: value for name, value in {**changed, **streams}.items() if hasattr(page, name)}


def apply(page: Any, trial: Any, withheld: Withheld) -> None:
    """Give ``trial`` the words of ``page`` without what is withheld, each part at its place."""
    for name in withheld.fields:
        if hasattr(trial, name):
            setattr(trial, name, REPLACED[name]() if name in REPLACED else "")
    for name in streams_of(page):
        set_words(trial, name, _without(page, name, withheld.places.get(name, set())))
    # Computed from the body that it had.
    for name in ("evidence", "emergency_cards", "sections", "headings"):
        trial.__dict__.pop(name, None)


def _without(page: Any, name: str, places: set[int]) -> list[dict[str, Any]]:
    raw = [dict(part) for part in getattr(page, name).raw_data]
    if name == "hero":
        return [part for place, part in enumerate(raw) if place not in places]
    return [in_place_of(part) if place in places else part for place, part in enumerate(raw)]


def _told_once(raw: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the parts with one notice for those that stand together."""
    return [
        part
        for part, before in zip(raw, [None, *raw], strict=False)
        if not (is_notice(part) and before is not None and is_notice(before))
    ]
