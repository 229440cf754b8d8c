"""Every field of the desk's forms is typed into, here or beside: what was typed is sealed, or nowhere."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.management import call_command
from django.test import Client
from django.urls import get_resolver

import pytest

from appointments.desk.actions.registry import ACTIONS
from appointments.models import AppointmentRequest
from appointments.models.event_kinds import EventKind
from appointments.statuses import Status
from tests import cast
from tests.appointments.desk.actions.steps import address as page_of
from tests.appointments.desk.actions.steps import take
from tests.appointments.desk.actions.test_rules_enforced import fields_for, make_ready
from tests.appointments.desk.person_data.asking import FIND, ask, case_page
from tests.appointments.factories import AGREED, make_request
from tests.factories import make_details

from .sinks import Sinks
from .test_staff import TYPED, steps_with_words, tells_no_other_site
from .words import NUMBER, PHONE, address, found_in, word

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reads_patients_data")]
# Those of which no message goes: ``test_staff`` takes the others with theirs, and fills in what callers say.
QUIET_STEPS = {"told", "move-visit", "keep-visit", "offer-times", "unreachable", "duplicate", "error"}
ELSEWHERE = {
    "DeskRequestForm",
    "ReasonForm",
    "RequestToHoldForm",
    "ReferenceForm",
    "SearchForm",
    "DuplicatesForm",
}


@pytest.fixture
def places(sinks: Sinks) -> Sinks:
    make_details()
    sinks.allowed = {address("mail")}
    return sinks


@pytest.fixture
def desk(places: Sinks) -> Client:
    return cast.signed_in(cast.make_freya())


def asked_about(**more: Any) -> AppointmentRequest:
    return make_request(**{**TYPED, "phone_e164": f"+1{NUMBER}", "consents": AGREED, **more})


def forms_below(form: type[forms.BaseForm]) -> Iterator[type[forms.BaseForm]]:
    for one in form.__subclasses__():
        yield one
        yield from forms_below(one)


def typed_into(form: type[forms.BaseForm]) -> list[str]:
    return [
        name for name, field in getattr(form, "base_fields", {}).items() if isinstance(field, forms.CharField)
    ]


def test_every_field_of_the_desk_is_typed_into():
    assert get_resolver().url_patterns, "all forms are there"
    with_text = {one for one in forms_below(forms.BaseForm) if typed_into(one)}
    at_the_desk = {one for one in with_text if one.__module__.startswith("appointments.desk")}
    of_steps = {action.form_class for action in ACTIONS.values()}
    assert {one.__name__ for one in at_the_desk - of_steps} == ELSEWHERE
    taken = QUIET_STEPS | set(steps_with_words())
    assert taken == {slug for slug, action in ACTIONS.items() if typed_into(action.form_class)}


def test_what_is_typed_into_a_quiet_step_is_sealed(places, desk):
    finn = cast.make_finn()
    for step in sorted(QUIET_STEPS):
        rule = ACTIONS[step].rule
        one = asked_about(status=next(status for status in Status if status in rule.statuses), actor=finn)
        make_ready(step, one, finn)
        one.refresh_from_db()
        before, fields = one.events.last(), fields_for(step, finn)
        wrong = {name: f"{word(name)} " * 300 for name in typed_into(ACTIONS[step].form_class)}
        places.saw(take(desk, step, one, **{**fields, **wrong}))
        assert one.events.last() == before, step
        places.saw(take(desk, step, one, **{**fields, "note": TYPED["note"]}))
        # Nothing is taken without its message: see ``test_offering_times``.
        assert (one.events.last() != before) == (step != "offer-times"), step
    places.saw(desk.get(page_of("inspect", one)))
    call_command("run_worker", "--once")
    assert places.search() == {}
    assert all(map(tells_no_other_site, places.answers))


def test_the_reasons_of_a_hold_are_sealed(places):
    olive, one = cast.signed_in(cast.make_olive()), asked_about()
    hold, why = f"/admin/legal-holds/request/{one.pk}/", f"{word('reason')} of a lawyer"
    places.saw(olive.post("/admin/legal-holds/", {"reference": word("held")}))
    for reason in (word("short")[:9], why * 30, why):
        places.saw(olive.post(hold, {"what": "hold", "reason": reason}), olive.get(hold))
    places.saw(olive.post(hold, {"what": "lift", "reason": why}))
    held = one.events.filter(kind__in=[EventKind.HELD, EventKind.HOLD_LIFTED])
    assert [found_in(event.note) for event in held] == [{"as typed"}] * 2
    places.saw(
        cast.signed_in(cast.make_freya()).get(page_of("inspect", one)), olive.get("/admin/legal-holds/")
    )
    assert places.search() == {}
    assert all(map(tells_no_other_site, places.answers))


def test_a_search_for_one_person_and_their_copy_leave_no_word_behind(places, desk):
    olive, one = cast.signed_in(cast.make_olive()), asked_about()
    for typed in (TYPED["full_name"], PHONE, address("mail"), word("nobody") * 90):
        places.saw(desk.post(FIND, {"q": typed}))
    chosen = {"ask": "yes", "found": word("found"), "about": word("about"), "kind": word("kind")}
    places.saw(desk.post(FIND, {**chosen, "reason": word("reason")}))
    case = case_page(ask(desk, "copy", one))
    places.saw(olive.post(case, {"what": "confirm"}), desk.get(case))
    for kind in ("page", "xlsx", "json", word("kind")):
        places.saw(desk.post(f"{case}copy/", {"kind": kind}))
    places.saw(olive.post("/admin/access-records/request/", {"reference": word("seen")}))
    two = {"id": [f"{one.pk}.{one.version}"], "confirmed": "yes", "original": "another"}
    places.saw(desk.post("/admin/requests/duplicates/", {**two, "reference": word("stays")}))
    assert places.search() == {}
    assert all(map(tells_no_other_site, places.answers))
