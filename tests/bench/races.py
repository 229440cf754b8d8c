"""Thousands of races: some people, patients and bulk steps want the same request or the same time at once."""

import uuid
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from random import Random
from threading import Lock
from typing import Any

from django.db import transaction
from django.db.models import Count, F, Q
from django.utils import timezone

from appointments import services
from appointments.models import AppointmentRequest, Notice, Visit
from appointments.models.notices import NoticeChannel
from appointments.models.timeline import EventKind
from appointments.permissions import front_desk_members
from appointments.statuses import CLOSED, OPEN, Status
from clinic.models import Practitioner

CONTENDERS = 4
LENGTH = timedelta(minutes=30)
# What a step that came too late, or is not allowed any more, ends with. Anything else is a fault.
REFUSALS = (
    services.RequestMoved,
    services.TransitionRefused,
    services.VisitConflict,
    services.NothingToDo,
    services.TooManyNumbers,
    services.MessageGone,
)


class Races:
    """``CONTENDERS`` steps on one request, drawn at random, all on the version that everybody sees."""

    def __init__(self, *, seed: int) -> None:
        # As if patients had sent them: messages about invented ones never wait, and cannot be undone.
        AppointmentRequest.objects.update(consent_version="races")
        self.draw = Random(seed)  # noqa: S311 - nothing here is a secret
        self.desk = list(front_desk_members())
        self.practitioners = list(Practitioner.objects.offering_visits())
        self.tomorrow = timezone.now().replace(minute=0, second=0, microsecond=0) + timedelta(days=400)
        self.outcomes: Counter[str] = Counter()
        self.winners: Counter[uuid.UUID] = Counter()
        self.counting = Lock()

    def round(self) -> list[Callable[[], None]]:
        """One race for each request, as acts to be done by many threads; those of one race side by side."""
        self.winners.clear()
        requests = list(AppointmentRequest.objects.only("pk", "version", "status", "reference"))
        self.draw.shuffle(requests)
        acts = []
        for request in requests:
            for _number in range(CONTENDERS):
                name, service, details = self._step_on(request)
                acts.append(partial(self._do, request, name, service, details))
        return acts

    def _step_on(self, request: AppointmentRequest) -> tuple[str, Callable[..., Any], dict[str, Any]]:
        seen: dict[str, Any] = {"request_id": request.pk, "version": request.version}
        by = {**seen, "actor": self.draw.choice(self.desk)}
        many = {"seen": {request.pk: request.version}, "actor": by["actor"]}
        message = services.PatientMessage(subject="Demo", body="Demo", waits=timedelta(minutes=5))
        if request.status in CLOSED:
            return "reopen", services.reopen, {**by, "note": "Called again."}
        visit = {**by, "told_by": "phone", **self._time()}
        steps: list[tuple[str, Callable[..., Any], dict[str, Any]]] = [
            ("claim", services.claim, by),
            ("release", services.release, by),
            ("attempt", services.log_attempt, {**by, "channel": "phone", "outcome": "no_answer"}),
            ("schedule", services.schedule, {**visit, "message": message}),
            ("schedule", services.schedule, visit),
            ("move", services.move_visit, visit),
            ("cancel", services.cancel_visit, {**by, "told_by": "phone"}),
            ("decline", services.decline, {**by, "reason": "other", "told_by": "phone", "message": message}),
            ("withdraw", services.withdraw, by),
            ("by the patient", services.withdraw_by_patient, seen),
            ("phone", services.call_at_other_phone, {**seen, "phone": "949-555-0128", "voicemail_ok": True}),
            ("merge", services.close_as_duplicate, {**by, "original": self._another(request)}),
            ("give", services.assign_many, {**many, "to": self.draw.choice(self.desk)}),
            (
                "merge many",
                services.close_many_as_duplicates,
                {**many, "original": self._another(request)},
            ),
            ("restore", services.restore, by),
            ("discard", services.discard, by),
            ("undo", undo_any, {"request_id": request.pk, "actor": by["actor"]}),
        ]
        return self.draw.choice(steps)

    def _another(self, request: AppointmentRequest) -> AppointmentRequest:
        others = AppointmentRequest.objects.exclude(pk=request.pk)
        return others[self.draw.randrange(others.count())]

    def _time(self) -> dict[str, Any]:
        # Few enough that they are wanted by several.
        start: datetime = self.tomorrow + self.draw.randrange(300) * LENGTH
        return {"practitioner": self.draw.choice(self.practitioners), "start": start, "length": LENGTH}

    def _do(
        self, request: AppointmentRequest, name: str, service: Callable[..., Any], details: dict[str, Any]
    ) -> None:
        try:
            done = service(**details)
            outcome = "nothing" if done == 0 else "done"
        except REFUSALS as error:
            outcome = type(error).__name__
        except Exception as error:  # noqa: BLE001 - every fault is counted, and fails the command
            outcome = f"FAULT {type(error).__name__} {str(error)[:60]}"
        with self.counting:
            self.outcomes[f"{name}: {outcome}"] += 1
            # An undo looks at what happened since, and no version stands in its way.
            if outcome == "done" and name != "undo":
                self.winners[request.pk] += 1

    def won_twice(self) -> int:
        """In how many races of the last round more than one won."""
        return sum(number > 1 for number in self.winners.values())


def undo_any(*, request_id: uuid.UUID, actor: Any) -> Any:
    """Undo the message that waits, as the button on the record does; without one there is none."""
    waiting = Notice.objects.filter(request=request_id, channel=NoticeChannel.PATIENT_EMAIL).exclude(body="")
    notice = waiting.order_by("-pk").first()
    if notice is None:
        raise services.MessageGone
    return services.undo(request_id=request_id, notice_id=notice.pk, actor=actor)


def contradictions() -> dict[str, int]:
    """How many requests say two things at once; every number must be none."""
    standing = Count("visits", filter=Q(visits__cancelled_at=None), distinct=True)
    # A timer's event leaves the version alone.
    steps = Count("events", filter=~Q(events__kind=EventKind.ESCALATED), distinct=True)
    every = AppointmentRequest.objects.annotate(standing=standing, steps=steps)
    scheduled = Q(status=Status.SCHEDULED)
    rules = {
        "a step without its event": ~Q(version=F("steps")),
        "two visits": Q(standing__gt=1),
        "a visit without its status, or the other way round": scheduled & ~Q(standing=1)
        | ~scheduled & Q(standing__gt=0),
        "closed without a time": Q(status__in=CLOSED, closed_at=None),
        "open with a closing time": Q(status__in=OPEN - {Status.SCHEDULED}, closed_at__isnull=False),
        "a duplicate of nothing": Q(status=Status.DUPLICATE, duplicate_of=None),
        "a duplicate of a duplicate": Q(duplicate_of__status=Status.DUPLICATE, status=Status.DUPLICATE),
    }
    found = {name: every.filter(rule).count() for name, rule in rules.items()}
    found["another status than the last event says"] = _statuses_that_differ()
    found["two visits of one practitioner at one time"] = _overlaps()
    return found


def _statuses_that_differ() -> int:
    differing = 0
    with transaction.atomic():
        for request in AppointmentRequest.objects.prefetch_related("events").iterator(chunk_size=500):
            moves = [event.to_status for event in request.events.all() if event.to_status]
            differing += moves[-1] != request.status
    return differing


def _overlaps() -> int:
    held = Visit.objects.filter(cancelled_at=None).values_list("practitioner", "during")
    return sum(count > 1 for count in Counter(held).values())
