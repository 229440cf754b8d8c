"""Judgment of live pages by the worker: those whose words or whose rules changed since they were judged."""

import hashlib
import logging
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django import db
from django.db import transaction

from wagtail.models import Page, get_page_models
from wagtail.search import index

from articles.statements.reading import streams_of
from clinic.identity.clinic_time import clinic_day
from clinic.models import ClinicSettings, PageJudgment, PublishGateMixin
from clinic.pages.publish_gate import judged_fields
from clinic.withholding.contents import digest_of, stored_value, with_row_digest, without_ids
from clinic.withholding.own_words import put_back_from, set_words
from clinic.withholding.rules import digest_of_rules

from .parts import withhold
from .release import digest_of_release

logger = logging.getLogger(__name__)

# Pages that wait beyond these seconds are judged in the next turn; with the records' this ends before
# the process does for which a turn takes too long.
SECONDS_OF_A_TURN = 20.0


class Waiting(NamedTuple):
    """Live page to judge, with the digest of its stored row and rules."""

    model: Any
    page_id: int
    judged: str


def gated_models() -> list[Any]:
    """Return the types of pages that pass the gate."""
    return [model for model in get_page_models() if issubclass(model, PublishGateMixin)]


def pages_to_judge(now: datetime) -> list[Waiting]:
    """Return the live pages whose words, rules or day are others than when they were judged."""
    rules = f"{digest_of_rules()} {clinic_day(now)} {digest_of_release()}"
    known = {
        judgment.pk: judgment
        for judgment in PageJudgment.objects.only("judged", "fails_since", "withheld", "findings")
    }
    late = now - grace()
    waiting = []
    for model, page_id, row in _rows():
        judgment = known.get(page_id)
        # Once the grace is over it is judged once more.
        is_over = judgment is not None and judgment.fails_since is not None and judgment.fails_since <= late
        judged = hashlib.sha256(f"{row} {rules} {is_over}".encode()).hexdigest()
        if judgment is None or judgment.judged != judged:
            waiting.append(Waiting(model, page_id, judged))
    return waiting


def grace() -> timedelta:
    """Return how long words stay that never passed."""
    return timedelta(hours=ClinicSettings.of_the_default_site().unpassed_grace_hours)


def judge_live_pages(now: datetime, seconds: float = SECONDS_OF_A_TURN) -> bool:
    """Judge the pages that wait, for so many seconds; return whether none is left."""
    return judge_each(pages_to_judge(now), judge, now, seconds)


def judge_each[W: tuple[Any, Any, str]](
    waiting: Sequence[W], judge_one: Callable[[W, datetime], None], now: datetime, seconds: float
) -> bool:
    """Judge what waits, one after the other, for so many seconds; return whether nothing is left.

    What cannot be judged holds up nothing else: it is logged, and tried again in the next turn.
    """
    begun = time.monotonic()
    for number, each in enumerate(waiting, start=1):
        try:
            judge_one(each, now)
        except db.Error:
            # The database may be away, which is the worker's affair.
            raise
        except Exception as error:  # noqa: BLE001 - one page must not keep all others from being judged
            model, pk, _judged = each
            logger.error("%s %s was not judged because of %s.", model._meta.label, pk, type(error).__name__)
            continue
        # One at least: a turn that only looked for them would come to nothing, however often.
        if time.monotonic() - begun > seconds:
            return number == len(waiting)
    return True


@transaction.atomic
def judge(waiting: Waiting, now: datetime) -> None:
    """Judge one live page: take down what does not hold, and put back what holds again."""
    model, page_id = waiting.model, waiting.page_id
    page = model._default_manager.select_for_update(of=("self",)).filter(pk=page_id, live=True).first()
    if page is None:
        return
    judgment, _created = PageJudgment.objects.select_for_update().get_or_create(page_id=page_id)
    of_twin = {} if judgment.judged else _withheld_of_its_twin(page)
    judgment.withheld = judgment.withheld or of_twin
    shown = put_back_from(page, judgment.withheld)
    trial = model._default_manager.get(pk=page_id)
    put_back_from(trial, judgment.withheld)
    names = judged_fields(model)
    # What its twin shows no more had passed there.
    has_passed = bool(of_twin) or judgment.passed == digest_of(page, names)
    judgment.passed = digest_of(page, names) if of_twin else judgment.passed
    found, changes = withhold(page, trial)
    judgment.findings = [asdict(finding) for finding in found]
    since = judgment.fails_since or now
    judgment.fails_since = since if found else None
    if not found and not has_passed:
        judgment.passed, judgment.passed_at = digest_of(page, names), now
        judgment.passed_by, judgment.passed_by_name = None, ""
    is_due = found and (has_passed or since <= now - grace())
    _show(page, judgment, changes if is_due else {}, shown)
    judgment.judged_at = now
    judgment.judged = waiting.judged
    judgment.save()


def _withheld_of_its_twin(page: Any) -> dict[str, Any]:
    """Return what is withheld of the page that this one repeats, or was copied from meanwhile.

    It shows what stands in for those words, and has them by nothing else.
    """
    for twin in PageJudgment.objects.exclude(withheld={}).exclude(page_id=page.pk):
        streams = [name for name in streams_of(page) if name in twin.withheld]
        is_copy = streams and all(
            stored_value(page, name) == without_ids(twin.withheld[name][1]) for name in streams
        )
        if twin.page_id == page.alias_of_id or is_copy:
            return dict(twin.withheld)
    return {}


def _show(page: Any, judgment: PageJudgment, changes: dict[str, Any], shown: dict[str, Any]) -> None:
    """Store what readers see: the changes, and where there is none any more the page's own words."""
    was = {name: _own_words(page, name) for name in {*changes, *shown}}
    wanted = {**was, **changes}
    judgment.withheld = {
        name: [was[name], instead] for name, instead in changes.items() if instead != was[name]
    }
    stored = {name: shown.get(name, was[name]) for name in wanted}
    updates = {
        name: value for name, value in wanted.items() if without_ids(value) != without_ids(stored[name])
    }
    if not updates:
        return
    _keep_own_words(page, judgment)
    for name, value in updates.items():
        set_words(page, name, value)
    # No publication: neither its date nor its references change, and what is cited stays cited.
    values = {name: getattr(page, name) for name in updates}
    type(page)._default_manager.filter(pk=page.pk).update(**values)
    index.insert_or_update_object(page)


def _keep_own_words(page: Any, judgment: PageJudgment) -> None:
    """Let editors go on with the page's own words while readers see others, and no longer than that.

    Without a change to publish, Wagtail's editor shows what readers see.
    """
    if judgment.withheld and not page.has_unpublished_changes:
        names = judged_fields(type(page))
        newest = page.latest_revision and page.latest_revision.as_object()
        if newest is None or digest_of(newest, names) != digest_of(page, names):
            page.save_revision(clean=False)
        judgment.own_words = page.latest_revision
    has_changes = bool(judgment.withheld) or page.latest_revision_id != judgment.own_words_id
    if judgment.own_words_id is not None:
        Page.objects.filter(pk=page.pk).update(has_unpublished_changes=has_changes)
    if not judgment.withheld:
        judgment.own_words = None


def _own_words(page: Any, name: str) -> Any:
    value = getattr(page, name)
    return [dict(part) for part in value.raw_data] if hasattr(value, "raw_data") else value


def _rows() -> Iterator[tuple[Any, int, str]]:
    """Yield each live page of a gated type with the digest of its row; one query for each type."""
    for model in gated_models():
        names = [*judged_fields(model), "slug"]
        rows = with_row_digest(model, names).filter(live=True)
        for page_id, row in rows.values_list("pk", "row"):
            yield model, page_id, row
