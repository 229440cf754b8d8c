"""Thousands of races: people, patients, bulk steps, clocks and the worker want the same request at once."""

import uuid
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from random import Random
from threading import Lock
from typing import Any

from django.db.models import Count, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Now
from django.utils import timezone

from appointments.consents import CONSENT_VERSION
from appointments.models import AppointmentRequest, Notice, RequestEvent
from appointments.models.notices import NoticeChannel, NoticeState
from appointments.permissions import front_desk_members
from appointments.reading import reading_as
from appointments.services import changes
from appointments.services.contact import attempts, corrections
from appointments.services.deadlines import enforcement, expiry
from appointments.services.decisions import bulk, decisions, merging, patient_acts, undo
from appointments.services.visits import ended, scheduling
from appointments.statuses import CLOSED, Status
from clinic.models import Practitioner, User
from tests.reading import Reader

from .contradictions import TIMERS

Step = tuple[str, Callable[..., Any], dict[str, Any]]
CONTENDERS = 4
LENGTH = timedelta(minutes=30)
# One message goes before anybody can think, one while they race, one a round or two later.
WAITS = (timedelta(0), timedelta(seconds=0.1), timedelta(seconds=20), timedelta(seconds=60))
# So far ahead that every level of every clock is reached, and what nobody answered expires.
LATE = timedelta(days=9)
# So often in a round two clocks look at all requests at once.
LOOKS = 6
# What a step that came too late, or is not allowed any more, ends with. Anything else is a fault.
REFUSALS = (
    changes.RequestMoved,
    changes.TransitionRefused,
    scheduling.VisitConflict,
    patient_acts.NothingToDo,
    patient_acts.TooManyNumbers,
    undo.TooLate,
    undo.StepStays,
    corrections.NothingToCorrect,
)


class Races:
    """``CONTENDERS`` steps on one request, drawn at random, all on the version that everybody sees."""

    def __init__(self, *, seed: int) -> None:
        # As if patients had sent them: messages about invented ones never wait, and cannot be undone.
        steps = (
            RequestEvent.objects.filter(appointment_request=OuterRef("pk"))
            .exclude(kind__in=TIMERS)
            .order_by()
        )
        counted = steps.values("appointment_request").annotate(number=Count("pk")).values("number")
        AppointmentRequest.objects.update(consent_version=CONSENT_VERSION, version=Subquery(counted))
        with reading_as(Reader.TEST):
            self.by_mail = {one.pk for one in AppointmentRequest.objects.all() if one.patient.email_to_use}
        self.draw = Random(seed)  # noqa: S311 - nothing here is a secret
        self.desk = list(front_desk_members())
        self.practitioners = list(Practitioner.objects.offering_visits())
        self.tomorrow = timezone.now().replace(minute=0, second=0, microsecond=0) + timedelta(days=400)
        self.waiting: set[uuid.UUID] = set()
        self.outcomes: Counter[str] = Counter()
        self.winners: Counter[uuid.UUID] = Counter()
        self.counting = Lock()

    def round(self) -> list[Callable[[], None]]:
        """One race for each request, as acts to be done by many threads; those of one race side by side."""
        self.winners.clear()
        # As if an hour had gone by, so that people are told of delays again.
        told = Notice.objects.exclude(channel=NoticeChannel.PATIENT_EMAIL)
        told.update(created_at=F("created_at") - timedelta(hours=1))
        self.waiting = set(waiting_messages().values_list("appointment_request", flat=True))
        # After its visit nothing can happen to a request any more: nobody would win.
        alive = AppointmentRequest.objects.exclude(status=Status.SCHEDULED, closed_at__isnull=False)
        requests = list(alive.only("pk", "version", "status", "reference"))
        self.draw.shuffle(requests)
        acts = []
        for appointment_request in requests:
            for _number in range(CONTENDERS):
                name, service, details = self._step_on(appointment_request)
                acts.append(partial(self._do, appointment_request.pk, name, service, details))
        clocks = [
            partial(self._do, None, "clocks", enforcement.enforce_deadlines, {"now": timezone.now() + LATE}),
            partial(self._do, None, "visits' end", ended.close_past_visits, {}),
        ]
        for _number in range(LOOKS):
            place = self.draw.randrange(len(acts))
            acts[place:place] = clocks * 2
        return acts

    def _undo(self, appointment_request: AppointmentRequest, actor: User) -> Step:
        known = {"appointment_request_id": appointment_request.pk, "actor": actor}
        return "undo", undo_any, {**known, "at_last": self.draw.random() < 0.5}

    def _step_on(self, appointment_request: AppointmentRequest) -> Step:
        seen: dict[str, Any] = {
            "appointment_request_id": appointment_request.pk,
            "version": appointment_request.version,
        }
        by = {**seen, "actor": self.draw.choice(self.desk)}
        waits = self.draw.choice(WAITS)
        said = changes.PatientMessage(subject="Demo", body="Demo", waits=waits)
        message = said if appointment_request.pk in self.by_mail else None
        undo = self._undo(appointment_request, by["actor"])
        if appointment_request.pk in self.waiting and self.draw.random() < 0.5:
            return undo
        if appointment_request.status in CLOSED:
            reopen = ("reopen", decisions.reopen, {**by, "note": "Called again."})
            return self.draw.choice([reopen, reopen, reopen, undo])
        visit = {**by, "told_by": "phone", **self._time()}
        steps: list[Step] = [
            ("claim", decisions.claim, by),
            ("release", decisions.release, by),
            ("attempt", attempts.log_attempt, {**by, "channel": "phone", "outcome": "no_answer"}),
            ("schedule", scheduling.schedule, {**visit, "message": message}),
            ("schedule", scheduling.schedule, visit),
            ("schedule for now", scheduling.schedule, {**visit, **self._time_that_ends()}),
            ("move", scheduling.move_visit, {**visit, "message": message}),
            ("cancel", scheduling.cancel_visit, {**by, "told_by": "phone", "message": message}),
            ("expire", expiry.expire, {**seen, "message": message}),
            ("correct", corrections.correct, {**by, "answers": {"full_name": f"Demo {self.draw.random()}"}}),
            ("decline", decisions.decline, {**by, "reason": "other", "told_by": "phone", "message": message}),
            ("withdraw", decisions.withdraw, by),
            *self._by_patient(seen),
            ("merge", merging.close_as_duplicate, {**by, "original": self._another(appointment_request)}),
            *self._on_many(appointment_request, by["actor"]),
            ("restore", decisions.restore, by),
            ("discard", decisions.discard, by),
            undo,
        ]
        return self.draw.choice(steps)

    def _by_patient(self, seen: dict[str, Any]) -> list[Step]:
        other_phone = {**seen, "phone": "949-555-0128", "voicemail_ok": True}
        return [
            ("by the patient", patient_acts.withdraw_by_patient, seen),
            ("phone", patient_acts.call_at_other_phone, other_phone),
        ]

    def _on_many(self, appointment_request: AppointmentRequest, actor: Any) -> list[Step]:
        many = {"seen": {appointment_request.pk: appointment_request.version}, "actor": actor}
        return [
            ("give", bulk.assign_many, {**many, "to": self.draw.choice(self.desk)}),
            (
                "merge many",
                bulk.close_many_as_duplicates,
                {**many, "original": self._another(appointment_request)},
            ),
        ]

    def _another(self, appointment_request: AppointmentRequest) -> AppointmentRequest:
        others = AppointmentRequest.objects.exclude(pk=appointment_request.pk)
        return others[self.draw.randrange(others.count())]

    def _time(self) -> dict[str, Any]:
        # Few enough that they are wanted by several.
        start: datetime = self.tomorrow + self.draw.randrange(300) * LENGTH
        return {"practitioner": self.draw.choice(self.practitioners), "start": start, "length": LENGTH}

    def _time_that_ends(self) -> dict[str, Any]:
        start = timezone.now() + timedelta(milliseconds=self.draw.randrange(20_000))
        return {"start": start, "length": timedelta(milliseconds=100)}

    def _do(
        self, race: uuid.UUID | None, name: str, service: Callable[..., Any], details: dict[str, Any]
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
            if race and outcome == "done" and name != "undo":
                self.winners[race] += 1

    def won_twice(self) -> int:
        """In how many races of the last round more than one won."""
        return sum(number > 1 for number in self.winners.values())


def waiting_messages() -> QuerySet[Notice]:
    """Those which the desk wrote, and which can still be undone for all that anybody sees."""
    to_patients = Notice.objects.filter(channel=NoticeChannel.PATIENT_EMAIL).exclude(body="")
    return to_patients.filter(state=NoticeState.PENDING)


def undo_any(*, appointment_request_id: uuid.UUID, actor: Any, at_last: bool) -> Any:
    """Undo the message that waits, as the button on the record does, or in the moment in which it goes."""
    notice = waiting_messages().filter(appointment_request=appointment_request_id).order_by("-pk").first()
    if notice is None:
        raise undo.MessageGone
    if at_last:
        Notice.objects.filter(pk=notice.pk, attempts=0).update(due_at=Now())
    return undo.undo(
        appointment_request_id=appointment_request_id,
        event_id=notice.event_id,
        actor=actor,
        window=undo.LEAST_WINDOW,
    )
