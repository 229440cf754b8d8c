"""Undoing what one press did: the request is as before, with both steps on its timeline."""

import re
from datetime import timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

import pytest

from appointments.action_rules import tried_often_enough
from appointments.models import AppointmentRequest, Notice, RequestEvent, Signal
from appointments.models.requests import Priority
from appointments.models.timeline import attempts_on
from appointments.services.contact import attempts
from appointments.services.decisions import decisions
from appointments.statuses import Status
from clinic.models import Practitioner, User
from tests import cast
from tests.appointments.desk.actions.steps import take, visit_fields
from tests.appointments.factories import make_request, schedule, try_to_reach
from tests.factories import make_details, make_practitioner

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reads_patients_data")]
SPAM = (Signal.TRAP,)


@pytest.fixture
def freya(db: None) -> User:
    make_details()
    return cast.make_freya()


@pytest.fixture
def desk(freya: User) -> Client:
    return cast.signed_in(freya)


def press_undo(desk: Client, page: str, place: int = 0) -> str:
    """Press one of the buttons "Undo" of ``page``; return the page that follows."""
    forms = re.findall(r'<form[^>]*action="(/admin/requests/undo[^"]*)"(.*?)</form>', page, re.DOTALL)
    assert forms, "nothing can be undone"
    action, inside = forms[place]
    names = ("event", "batch", "from_tab")
    data = {name: re.search(rf'name="{name}"\s+value="([^"]*)"', inside) for name in names}
    sent = {name: found[1] for name, found in data.items() if found}
    return desk.post(action, sent, follow=True).content.decode()


def standing(*requests: AppointmentRequest) -> list[Any]:
    """Every column but the version, and the visit, of each request."""
    found = []
    for one in requests:
        columns = AppointmentRequest.objects.filter(pk=one.pk).values().get()
        del columns["version"]
        columns["patient_data"] = AppointmentRequest.objects.get(pk=one.pk).patient
        visits = list(one.visits.active().values("pk", "practitioner", "during", "despite", "cancelled_at"))
        found.append((columns, visits))
    return found


def begin(slug: str, freya: User) -> AppointmentRequest:
    """Return a request on which the step ``slug`` is possible."""
    signals = SPAM if slug in ("restore", "discard") else ()
    appointment_request = make_request(signals=signals)
    if slug == "reopen":
        decisions.decline(
            appointment_request_id=appointment_request.pk,
            version=1,
            actor=freya,
            reason="other",
            told_by="phone",
        )
    elif slug in ("move-visit", "cancel-visit", "keep-visit"):
        schedule(appointment_request, actor=freya)
        if slug == "keep-visit":
            Practitioner.objects.update(license_expires=timezone.localdate())
    elif slug == "unreachable":
        try_to_reach(appointment_request, actor=freya)
        try_to_reach(appointment_request, actor=freya)
        try_to_reach(appointment_request, actor=freya, channel="email")
    elif slug == "release":
        decisions.claim(appointment_request_id=appointment_request.pk, version=1, actor=freya)
    elif slug == "told":
        appointment_request.notices.to_patient().update(state="failed")
        if not appointment_request.notices.to_patient().exists():
            event = appointment_request.events.get()
            Notice.objects.create(
                appointment_request=appointment_request, event=event, channel="patient_email", state="failed"
            )
    appointment_request.refresh_from_db()
    return appointment_request


STEPS = [
    "restore",
    "discard",
    "attempt",
    "told",
    "correct",
    "priority",
    "reopen",
    "claim",
    "release",
    "schedule",
    "move-visit",
    "cancel-visit",
    "keep-visit",
    "decline",
    "withdraw",
    "unreachable",
    "duplicate",
    "error",
]


@pytest.mark.parametrize("slug", STEPS)
def test_every_step_of_one_press_is_undone_and_leaves_the_request_as_it_was(desk, freya, slug):
    appointment_request, original = begin(slug, freya), make_request(due_in=timedelta(days=2))
    fields: dict[str, Any] = {}
    if slug in ("schedule", "move-visit"):
        fields = visit_fields(make_practitioner())
    elif slug == "keep-visit":
        fields = {"despite": "unlicensed"}
    elif slug == "duplicate":
        fields = {"original": original.reference}
    elif slug == "correct":
        fields = {"full_name": "Mara Whitfield-Reyes"}
    before = standing(appointment_request, original)
    response = take(desk, slug, appointment_request, **fields)
    assert response.status_code == 302
    assert slug == "told" or standing(appointment_request, original) != before
    page = press_undo(desk, desk.get(response.url).content.decode())
    assert "is as it was before the step" in page
    assert standing(appointment_request, original) == before
    undone = appointment_request.events.get(kind="undone")
    assert undone.undoes.actor == freya
    record = desk.get(f"/admin/requests/inspect/{appointment_request.pk}/").content.decode()
    assert "Undid: " in record
    assert "(undone)" in record
    # And it can be taken again.
    appointment_request.refresh_from_db()
    assert take(desk, slug, appointment_request, **fields).status_code == 302


def test_an_undone_try_does_not_count(desk, freya):
    appointment_request = make_request()
    for channel in ("phone", "phone", "email"):
        try_to_reach(appointment_request, actor=freya, channel=channel)
    assert tried_often_enough(appointment_request)
    record = f"/admin/requests/inspect/{appointment_request.pk}/"
    assert "3 of 3 tries made" in desk.get(record).content.decode()
    page = press_undo(desk, desk.get(record).content.decode())
    assert "2 of 3 tries made" in page
    appointment_request = AppointmentRequest.objects.get(pk=appointment_request.pk)
    assert not tried_often_enough(appointment_request)
    assert len(attempts_on(appointment_request)) == 2
    # The last of several first, each on its own.
    press_undo(desk, press_undo(desk, page))
    appointment_request.refresh_from_db()
    assert (appointment_request.status, appointment_request.assigned_to) == (Status.NEW, None)


def call(appointment_request: AppointmentRequest, freya: User, outcome: str, channel: str = "phone") -> None:
    appointment_request.refresh_from_db()
    attempts.log_attempt(
        appointment_request_id=appointment_request.pk,
        version=appointment_request.version,
        actor=freya,
        channel=channel,
        outcome=outcome,
    )


def may_give_up(appointment_request: AppointmentRequest) -> bool:
    return tried_often_enough(AppointmentRequest.objects.get(pk=appointment_request.pk))


def test_a_wrong_number_without_another_way_may_be_closed_at_once(desk, freya):
    appointment_request = make_request(email="")
    call(appointment_request, freya, "wrong_number")
    assert may_give_up(appointment_request)
    record = f"/admin/requests/inspect/{appointment_request.pk}/"
    page = desk.get(record).content.decode()
    assert "Could not be reached" in page
    page = press_undo(desk, page)
    assert "Wrong number. Do not call it again." not in page
    assert not may_give_up(appointment_request)


def test_a_wrong_number_with_another_way_is_no_reason_to_give_up(freya):
    agreed = make_request(consents={"contact": True, "email": True})
    call(agreed, freya, "wrong_number")
    assert not may_give_up(agreed)
    # Not even when an e-mail was written since: the number stays wrong, and the mail may be answered.
    call(agreed, freya, "sent", "email")
    assert not may_give_up(agreed)
    agreed.notices.to_patient().update(state="failed")
    assert agreed.notices.to_patient().exists()
    assert may_give_up(agreed)
    silent = make_request()
    call(silent, freya, "wrong_number")
    assert may_give_up(silent)


def test_the_list_offers_to_undo_the_last_step_and_comes_back(desk, freya):
    spam = make_request(signals=SPAM)
    listed = desk.post(
        f"/admin/requests/discard/{spam.pk}/", {"version": spam.version, "from_list": "1"}, follow=True
    ).content.decode()
    assert f"Your last step, on {spam.reference}: Discarded it as spam" in re.sub(r"\s+", " ", listed)
    page = press_undo(desk, listed)
    assert f"request {spam.reference} is as it was" in page
    assert "Why it is here" in page
    spam.refresh_from_db()
    assert (spam.status, spam.closed_at) == (Status.QUARANTINED, None)
    assert "Your last step" not in desk.get("/admin/requests/").content.decode()


def test_a_bulk_discard_is_undone_for_all_but_those_that_somebody_went_on_with(desk, freya):
    requests = [make_request(signals=SPAM) for _number in range(4)]
    before = standing(*requests[1:])
    ticked = [f"{one.pk}.{one.version}" for one in requests]
    desk.post("/admin/requests/discard-many/", {"id": ticked, "confirmed": "yes"})
    decisions.reopen(
        appointment_request_id=requests[0].pk, version=2, actor=cast.make_finn(), note="A patient."
    )
    page = desk.get("/admin/requests/possible-spam/").content.decode()
    assert "Your last step, on 4 requests" in page
    page = press_undo(desk, page)
    assert "3 requests are as they were before the step." in page
    assert "1 request stays as it is: somebody has worked on it since." in page
    assert standing(*requests[1:]) == before
    requests[0].refresh_from_db()
    assert requests[0].status == Status.NEW


def test_bulk_merges_are_undone_together(desk, freya):
    stays, *others = (make_request(due_in=timedelta(hours=hours)) for hours in (9, 4, 5))
    AppointmentRequest.objects.filter(pk=others[1].pk).update(priority=Priority.URGENT)
    before = standing(stays, *others)
    ticked = [f"{one.pk}.{one.version}" for one in (stays, *others)]
    desk.post("/admin/requests/duplicates/", {"id": ticked, "confirmed": "yes", "original": stays.reference})
    stays.refresh_from_db()
    assert stays.priority == Priority.URGENT
    press_undo(desk, desk.get("/admin/requests/").content.decode())
    assert standing(stays, *others) == before


def test_a_duplicate_of_a_duplicate_points_back_after_the_undo(desk, freya):
    first, second, third = (make_request() for _number in range(3))
    take(desk, "duplicate", first, original=second.reference)
    before = standing(first, second, third)
    second.refresh_from_db()
    response = take(desk, "duplicate", second, original=third.reference)
    first.refresh_from_db()
    assert first.duplicate_of == third
    press_undo(desk, desk.get(response.url).content.decode())
    assert standing(first, second, third) == before


def test_only_for_some_minutes_once_and_not_after_a_colleague_went_on(desk, freya):
    appointment_request = make_request()
    take(desk, "priority", appointment_request, priority="1")
    event = appointment_request.events.get(kind="priority")
    undo = f"/admin/requests/undo/{appointment_request.pk}/"
    record = f"/admin/requests/inspect/{appointment_request.pk}/"
    decisions.set_priority(
        appointment_request_id=appointment_request.pk,
        version=2,
        actor=cast.make_finn(),
        priority=Priority.SOON,
    )
    assert "somebody has worked on it" in desk.post(undo, {"event": event.pk}, follow=True).content.decode()
    # A colleague's step can be undone too, and then one's own.
    page = press_undo(desk, desk.get(record).content.decode())
    assert "How soon: <strong>Urgent" in page
    assert "How soon: <strong>Routine" in press_undo(desk, page)
    assert "Too late to undo" in desk.post(undo, {"event": event.pk}, follow=True).content.decode()
    assert RequestEvent.objects.filter(kind="undone").count() == 2


def test_an_old_step_is_not_undone(desk, freya):
    appointment_request = make_request()
    old = RequestEvent.new(
        appointment_request, "claimed", actor=freya, at=timezone.now() - timedelta(hours=1)
    )
    old.details = {"before": {"columns": {"assigned_to_id": None}}}
    old.save()
    AppointmentRequest.objects.filter(pk=appointment_request.pk).update(assigned_to=freya)
    page = desk.get(f"/admin/requests/inspect/{appointment_request.pk}/").content.decode()
    assert "Undo</button>" not in page
    undo = f"/admin/requests/undo/{appointment_request.pk}/"
    assert "Too late to undo" in desk.post(undo, {"event": old.pk}, follow=True).content.decode()
    appointment_request.refresh_from_db()
    assert appointment_request.assigned_to == freya
