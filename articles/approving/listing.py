"""Sentences of an article that wait for approval, by writer, as the screen shows them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from django.utils.translation import gettext as _

from wagtail.models import Page, WorkflowState
from wagtail.query import PageQuerySet

from articles.models import ConditionPage
from articles.models.four_eyes import units_in
from articles.models.writers import ContentUnit
from articles.units.content import units_of
from articles.units.unit import Fact, Unit
from articles.units.words import facts_in_words, place_in_words
from clinic.models import User

# So much of an old sentence has to be left in a new one for the two to be shown as one that changed.
ALIKE = 0.5


@dataclass
class Line:
    """Sentence or group of values that is new, where it stands, and what stood there before."""

    where: str
    words: str
    before: str = ""


@dataclass
class Writing:
    """Sentences of one writer: their lines, and the rows that approving them concerns."""

    writer_name: str
    is_own: bool
    lines: list[Line] = field(default_factory=list)
    rows: list[int] = field(default_factory=list)


def writings(page: ConditionPage, user: User) -> list[Writing]:
    """Return what nobody has approved yet, by writer; the user's own, which they cannot approve, last."""
    revision = page.get_latest_revision()
    rows = {row.key: row for row in ContentUnit.objects.in_draft().unseen().filter(page_id=page.pk)}
    units = units_in(page, revision) if revision and rows else []
    removed = _removed(page, units)
    found: dict[tuple[int | None, str], Writing] = {}
    waiting: dict[tuple[int | None, str], list[Unit]] = {}
    for unit in units:
        if row := rows.get(unit.key):
            who = row.writer_id, row.writer_name
            writing = found.setdefault(who, Writing(row.writer_name, row.writer_id == user.pk))
            writing.rows.append(row.pk)
            waiting.setdefault(who, []).append(unit)
    for who, its_units in waiting.items():
        found[who].lines = list(_lines(page, its_units, removed))
    return sorted(found.values(), key=lambda writing: writing.is_own)


def awaiting(user: User, pages: PageQuerySet) -> list[ConditionPage]:
    """Return those of ``pages`` that were submitted and hold something of others for ``user`` to approve.

    What somebody is still writing waits for nobody.
    """
    states = WorkflowState.objects.active().filter(base_content_type__model=Page._meta.model_name)
    submitted = [int(key) for key in states.values_list("object_id", flat=True)]
    units = ContentUnit.objects.in_draft().unseen().exclude(writer=user).filter(page__in=submitted)
    return list(pages.filter(pk__in=units.values("page")).defer_streamfields().order_by("title"))


def _removed(page: ConditionPage, units: Iterable[Unit]) -> list[Unit]:
    """Return the units that readers see and the newest version no longer holds."""
    if not page.live:
        return []
    stored = type(page)._default_manager.get(pk=page.pk)
    kept = {unit.key for unit in units}
    return [unit for unit in units_of(type(page), stored.serializable_data()) if unit.key not in kept]


def _lines(page: ConditionPage, units: list[Unit], removed: list[Unit]) -> Iterator[Line]:
    """Yield each sentence once, and not where it is shown as a value beside others of its part."""
    shown = {
        (unit.field, unit.place, str(fact.raw).strip())
        for unit in units
        for fact in unit.facts
        if len(unit.facts) > 1
    }
    for unit in units:
        before = _before(unit, removed)
        words = unit.words or _changed_facts(unit, before)
        if words and (unit.field, unit.place, words) not in shown:
            shown.add((unit.field, unit.place, words))
            old = (before.words or _changed_facts(before, unit)) if before else ""
            yield Line(place_in_words(type(page), unit), words, old)


def _before(unit: Unit, removed: list[Unit]) -> Unit | None:
    """Return what the unit replaces: values of the same part, or a sentence of it that is much alike.

    A field that is no stream holds little, so that what stood there is shown however much was changed.
    """
    of_part = [old for old in removed if (old.field, old.block_id) == (unit.field, unit.block_id)]
    if unit.facts:
        return next((old for old in of_part if len(old.facts) == len(unit.facts)), None)
    best, most = next((old for old in of_part if unit.place is None and old.words), None), ALIKE
    for old in of_part:
        alike = SequenceMatcher(None, old.words, unit.words, autojunk=False).ratio() if old.words else 0
        if alike > most:
            best, most = old, alike
    return best


def _changed_facts(unit: Unit, other: Unit | None) -> str:
    """Return the values in words, without those that the other one has as well."""
    same = {_said(fact) for fact in other.facts} if other else set()
    changed = [fact for fact in unit.facts if _said(fact) not in same]
    return facts_in_words(changed) or _("nothing")


def _said(fact: Fact) -> tuple[str, str]:
    return str(fact.label), str(fact.raw)
