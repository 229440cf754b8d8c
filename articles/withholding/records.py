"""Judgment of records that are public once they are saved: people, pictures, notices, the clinic's details.

They are checked when a form saves them. The worker looks at what stands in the database since, however it got
there, and by the rules of today: as for pages, what had passed goes at once, what never did after the grace.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime
from typing import Any, NamedTuple

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import CharField, QuerySet, TextField

from wagtail.fields import StreamField

from articles.models import Correction, SafetyNotice
from clinic.gate import Finding, findings, record_refused
from clinic.models import Ailment, ClinicImage, ClinicSettings, Practitioner, RecordJudgment
from clinic.withholding.contents import as_stored, digest_of, digested, without_ids
from clinic.withholding.own_words import put_back_from, set_words
from clinic.withholding.rules import digest_of_rules

from .judging import SECONDS_OF_A_TURN, grace, judge_each
from .release import digest_of_release
from .stand_ins_of_records import stand_in

RECORDS: tuple[Any, ...] = (Practitioner, ClinicImage, SafetyNotice, ClinicSettings, Ailment, Correction)


class WaitingRecord(NamedTuple):
    """Record to judge, with the digest of its stored row and rules."""

    model: Any
    pk: int
    judged: str


def records_to_judge(now: datetime) -> list[WaitingRecord]:
    """Return the public records whose words or rules are others than when they were judged."""
    # Each record's own row is in its digest: the tables of the others say nothing about it.
    rules = digest_of_rules(but_not_of={model._meta.db_table for model in RECORDS}) + digest_of_release()
    kinds = {model: ContentType.objects.get_for_model(model).pk for model in RECORDS}
    judgments = RecordJudgment.objects.filter(content_type__in=kinds.values())
    judgments = judgments.only("content_type", "object_id", "judged", "fails_since")
    known = {(each.content_type_id, each.object_id): each for each in judgments}
    late = now - grace()
    waiting = []
    for model, kind in kinds.items():
        for pk, row in digested(_rows_of(model), fields_of(model)).values_list("pk", "row"):
            judgment = known.pop((kind, pk), None)
            since = judgment.fails_since if judgment is not None else None
            is_over = since is not None and since <= late
            judged = hashlib.sha256(f"{row} {rules} {is_over}".encode()).hexdigest()
            if judgment is None or judgment.judged != judged:
                waiting.append(WaitingRecord(model, pk, judged))
    models = {kind: model for model, kind in kinds.items()}
    # Of those that were deleted, or that readers no longer see, the judgment goes.
    return [*waiting, *(WaitingRecord(models[kind], pk, "") for kind, pk in known)]


def fields_of(model: Any) -> list[str]:
    """Return the names of the fields that hold words."""
    words = CharField | TextField | StreamField
    return [field.attname for field in model._meta.concrete_fields if isinstance(field, words)]


def _rows_of(model: Any) -> QuerySet[Any]:
    """Return the records of a kind that readers may see."""
    return Correction.objects.shown() if model is Correction else model._default_manager.all()


def judge_records(now: datetime, seconds: float = SECONDS_OF_A_TURN) -> bool:
    """Judge the records that wait, for so many seconds; return whether none is left."""
    return judge_each(records_to_judge(now), judge_record, now, seconds)


@transaction.atomic
def judge_record(waiting: WaitingRecord, now: datetime) -> None:
    """Judge one record: take down the words that do not hold, and put back those that hold again."""
    model = waiting.model
    kind = ContentType.objects.get_for_model(model)
    record = _rows_of(model).select_for_update(of=("self",)).filter(pk=waiting.pk).first()
    if record is None:
        RecordJudgment.objects.filter(content_type=kind, object_id=waiting.pk).delete()
        return
    judgment, _created = RecordJudgment.objects.select_for_update().get_or_create(
        content_type=kind, object_id=waiting.pk
    )
    shown = put_back_from(record, judgment.withheld)
    digest = digest_of(record, fields_of(model))
    found = findings(record)
    had_passed = judgment.passed == digest
    since = judgment.fails_since or now
    if found:
        # Whoever can answer for a sentence is asked, as when a form is refused.
        record_refused.send(sender=model, instance=record, findings=found)
    else:
        judgment.passed = digest
    judgment.name = str(record)[:200]
    judgment.findings = [asdict(finding) for finding in found]
    judgment.fails_since = since if found else None
    is_due = found and (had_passed or since <= now - grace())
    _show(record, judgment, dict(_changes(record, found)) if is_due else {}, shown)
    judgment.judged_at, judgment.judged = now, waiting.judged
    judgment.save()


def _changes(record: Any, found: list[Finding]) -> Iterator[tuple[str, Any]]:
    """Yield the fields that do not pass, with what readers see in their place."""
    for name in dict.fromkeys(finding.field for finding in found):
        places = {finding.place for finding in found if finding.field == name}
        instead = stand_in(record, name, places)
        if instead is not None:
            yield name, instead


def _show(record: Any, judgment: RecordJudgment, changes: dict[str, Any], shown: dict[str, Any]) -> None:
    """Store what readers see: the changes, and where there is none any more the record's own words."""
    was = {name: _own(record, name) for name in {*changes, *shown}}
    judgment.withheld = {
        name: [was[name], instead] for name, instead in changes.items() if instead != was[name]
    }
    updates = {
        name: value
        for name, value in {**was, **changes}.items()
        if without_ids(value) != without_ids(shown.get(name, was[name]))
    }
    if not updates:
        return
    for name, value in updates.items():
        set_words(record, name, value)
    values = {name: getattr(record, name) for name in updates}
    type(record)._default_manager.filter(pk=record.pk).update(**values)


def _own(record: Any, name: str) -> Any:
    value = getattr(record, name)
    return as_stored([dict(part) for part in value.raw_data]) if hasattr(value, "raw_data") else value
