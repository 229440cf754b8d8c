"""Who gets what about requests: a row for every address of ours, and a search through all others.

A new view fails here until it has a row that says for whom it is.
"""

from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

from django.contrib.auth.models import AnonymousUser, Group
from django.http import HttpResponse
from django.test import Client

from wagtail.log_actions import log

import pytest

from appointments.models import AccessRecord, AppointmentRequest, PersonDataRecord
from appointments.services.decisions import decisions
from appointments.statuses import Status
from clinic.models import User
from tests import cast
from tests.addresses import Address, all_addresses
from tests.appointments.desk.person_data.asking import ask
from tests.appointments.factories import make_request, schedule
from tests.databases import rows_for_many
from tests.factories import make_condition, make_details

pytestmark = pytest.mark.django_db

PEOPLE: dict[str, Callable[[], User | AnonymousUser]] = {
    "anonymous": AnonymousUser,
    "editor": cast.make_ed,
    "reviewer": cast.make_rita,
    "desk": cast.make_freya,
    "owner": cast.make_olive,
    "superuser": cast.make_sam,
}
# For whom a row's address answers. The others are sent to sign in, or back to the admin's first page.
DESK, OWNER = {"desk", "superuser"}, {"owner", "superuser"}
# Needs the front desk's rights and the owner's: neither has both by itself.
BOTH = {"superuser"}
ACTIONS = (
    "attempt call-back cancel-visit claim correct decline discard duplicate end-link error keep-visit"
    " move-visit note offer-times priority release reopen restore schedule told unreachable withdraw"
)
MATRIX = {
    "requests:index": DESK,
    "requests:index_results": DESK,
    "requests:inspect": DESK,
    "requests:print": DESK,
    "requests:possible-spam": DESK,
    "requests:news": DESK,
    "requests:search": DESK,
    "requests:day": DESK,
    "requests:day-print": DESK,
    "requests:presence": DESK,
    "requests:undo": DESK,
    "requests:undo-many": DESK,
    "requests:new": DESK,
    "requests:entered": DESK,
    "requests:give": DESK,
    "requests:duplicates": DESK,
    "requests:discard-many": DESK,
    "requests:send-again": DESK,
    "requests:send-again-many": DESK,
    **{f"requests:{step}": DESK for step in ACTIONS.split()},
    "requests:export": BOTH,
    "access_records:report": OWNER,
    "access_records:results": OWNER,
    "access_records:ask": OWNER,
    "access_records:request": OWNER,
    "access_records:print-request": OWNER,
    "person_data:index": DESK | OWNER,
    "person_data:find": DESK,
    "person_data:find-from": DESK,
    "person_data:case": DESK | OWNER,
    "person_data:copy": DESK,
    "legal_holds:index": OWNER,
    "legal_holds:request": OWNER,
    "mail_trial": OWNER,
    "request_report:report": OWNER,
    "request_report:csv": OWNER,
    "request_report:xlsx": OWNER,
}
# Steps that are not possible now say so with 409, what is not sent whole with 422.
ANSWERS = {"get": {200, 405, 409}, "post": {200, 302, 405, 409, 422}}
# Of this app too, but for everybody: they hold nothing, or a patient's own link.
PUBLIC = {
    "live",
    "ready",
    "appointments:request",
    "appointments:mail-trial",
    "appointments:received",
    "appointments:your-request",
}

ADDRESSES = all_addresses()
OURS = {one.name: one for one in ADDRESSES if one.module.startswith("appointments")} | {
    one.name: one for one in ADDRESSES if one.name.startswith(("requests:", "access_records:"))
}

# What other screens say of requests, and to whom: address, words, and who finds them there.
ELSEWHERE = [
    ("", "What to do now", DESK),
    ("", '"/admin/requests/"', DESK),
    ("", '"/admin/access-records/"', OWNER),
    ("", '"/admin/request-report/"', OWNER),
    ("", "{reference}", DESK),
    ("reports/site-history/", "{reference}", DESK | OWNER),
    ("reports/site-history/results/", "{reference}", DESK | OWNER),
    ("users/edit/{desk}/", "{reference}", set()),
    ("pages/{article}/usage/", "{reference}", set()),
    ("bulk/appointments/appointmentrequest/delete/?id={pk}", "{reference}", set()),
    ("bulk/appointments/appointmentrequest/delete/?id=all", "{reference}", set()),
    ("snippets/appointments/appointmentrequest/", "{reference}", set()),
    ("snippets/choose/appointments/appointmentrequest/", "{reference}", set()),
    ("api/main/pages/", "{reference}", set()),
    ("groups/", "{reference}", set()),
]

PATHS_ELSEWHERE = [path for path, _words, _seen_by in ELSEWHERE]

CANARY = {
    "full_name": "Canaria Quillfeather",
    "guardian_name": "Gardena Quillfeather",
    "email": "canaria@quillfeather.example",
    "phone": "(949) 555-0199",
    "phone_e164": "+19495550199",
    "note": "Tinglingfingers",
}


@pytest.fixture(scope="module")
def number_of_canary(django_db_setup: None, django_db_blocker: Any) -> Iterator[UUID]:
    with rows_for_many(django_db_blocker):
        make_details()
        made, finn = make_request(article=make_condition(), **CANARY), cast.make_finn()
        decisions.add_note(appointment_request_id=made.pk, version=1, actor=finn, note="Numbelbow")
        made.refresh_from_db()
        schedule(made, actor=finn)
        log(made, "wagtail.edit", user=finn)
        cast.signed_in(finn).get(f"/admin/requests/inspect/{made.pk}/")
        ask(cast.signed_in(finn), "copy", made)
        yield made.pk


@pytest.fixture
def canary(number_of_canary: UUID) -> AppointmentRequest:
    """A request of which every trace can be told: with a note, a visit, a log entry, a row of who read it."""
    return AppointmentRequest.objects.get(pk=number_of_canary)


def browser_of(who: str) -> Client:
    person = PEOPLE[who]()
    return Client() if person.is_anonymous else cast.signed_in(person)


def traces(response: HttpResponse, appointment_request: AppointmentRequest) -> list[str]:
    """What an answer holds of the canary, its headers included."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    text = f"{body.decode(errors='replace')} {response.headers}".casefold()
    signs = [
        appointment_request.reference,
        "quillfeather",
        "555-0199",
        "9495550199",
        "tinglingfingers",
        "numbelbow",
    ]
    return [sign for sign in signs if sign.casefold() in text]


def test_every_view_of_requests_has_a_row():
    assert set(OURS) == set(MATRIX) | PUBLIC


@pytest.mark.parametrize("who", PEOPLE)
@pytest.mark.parametrize("method", ["get", "post"])
def test_the_matrix(canary, who, method):
    browser, case = browser_of(who), PersonDataRecord.objects.get().case_number
    for name, allowed in MATRIX.items():
        # A page costs what thirty refusals do. A test below opens each page of the desk, and the superuser
        # passes the same doors with the forms.
        if method == "get" and who in allowed - {"owner"} and allowed != BOTH:
            continue
        path = OURS[name].filled(uuid=canary.pk, reference="ABCDEFGH", number=case)
        response = getattr(browser, method)(path)
        if who in allowed:
            assert response.status_code in ANSWERS[method], path
            assert response.headers.get("Location") != "/admin/", path
        else:
            turned_away = f"/admin/login/?next={path}" if who == "anonymous" else "/admin/"
            refused = response.status_code == 403 or response.headers.get("Location") == turned_away
            assert refused, path
            assert not traces(response, canary), path


@pytest.mark.parametrize("who", PEOPLE)
def test_what_other_screens_say_of_requests(canary, who):
    browser = browser_of(who)
    known = {
        "reference": canary.reference,
        "pk": canary.pk,
        "article": canary.article_id,
        "desk": User.objects.get(first_name="Finn").pk,
    }
    # Scheduled ones wait for nobody: the panel names those that do.
    waiting = make_request(full_name="Other Quillfeather")
    pages = {path: browser.get("/admin/" + path.format(**known)) for path in dict.fromkeys(PATHS_ELSEWHERE)}
    for path, words, seen_by in ELSEWHERE:
        reference = waiting.reference if not path else canary.reference
        found = words.format(reference=reference) in pages[path].content.decode()
        assert found == (who in seen_by), (path, words)


def test_no_page_shows_a_name_without_a_row_that_says_who_saw_it(canary, settings):
    settings.READ_COOLDOWN_MINUTES = 0
    freya, aside = cast.make_freya(), make_request(status=Status.QUARANTINED, **CANARY)
    browser, reads = cast.signed_in(freya), AccessRecord.objects.filter(actor=freya)
    showing = set()
    case = PersonDataRecord.objects.get().case_number
    pages = {
        name: OURS[name].filled(uuid=canary.pk, reference="ABCDEFGH", number=case)
        for name, allowed in MATRIX.items()
        if "desk" in allowed
    }
    for name, path in {**pages, "home": "/admin/"}.items():
        before = list(reads.values_list("pk", flat=True))
        response = browser.get(path)
        assert response.status_code in ANSWERS["get"], path
        for appointment_request in (canary, aside):
            found = traces(response, appointment_request)
            if appointment_request.reference in found and len(found) > 1:
                showing.add(name)
                rows = reads.exclude(pk__in=before).filter(shown__contains=[appointment_request.reference])
                assert rows.exists(), name
    assert showing >= {"requests:index", "requests:inspect", "requests:print", "requests:possible-spam"}


def outsider(who: str) -> Client:
    """Nobody at all, or somebody who may do all that editors and reviewers may together."""
    if who == "anonymous":
        return Client()
    both = cast.make_ed()
    both.groups.set(Group.objects.filter(name__in=[cast.EDITORS, cast.REVIEWERS]))
    return cast.signed_in(both)


@pytest.mark.parametrize("who", ["anonymous", "editor and reviewer"])
def test_no_address_at_all_tells_outsiders_of_a_request(canary, who):
    browser, article = outsider(who), canary.article
    browser.raise_request_exception = False
    names = {"app_label": "appointments", "app_name": "appointments", "content_type_app_name": "appointments"}
    models = {"model_name": "appointmentrequest", "content_type_model_name": "appointmentrequest"}
    of_request = {**names, **models, "uuid": canary.pk, "str": canary.pk, "slug": "delete", "path": "x"}
    of_article = {"uuid": canary.pk, "str": article.pk, "slug": article.slug, "path": "x"} | {
        name: value.replace("appointments", "articles").replace("appointmentrequest", "conditionpage")
        for name, value in (names | models).items()
    }
    asked = 0
    for one in ADDRESSES:
        # Those with a regular expression: comparing revisions, what the admin does not know, and pages.
        routes = examples(one, article.pk) or [
            one.filled(**{"int": article.pk, **of_request}),
            one.filled(**{"int": article.pk, **of_article}),
        ]
        for path in dict.fromkeys(routes):
            if "logout" not in path:
                asked += 1
                assert not traces(browser.get(path), canary), path
    assert asked > len(ADDRESSES)


def examples(one: Address, article: int) -> list[str]:
    """Paths for a pattern that is a regular expression; one that is not known here fails."""
    known = {
        "wagtailadmin_pages:revisions_compare": [f"/admin/pages/{article}/revisions/compare/live...latest/"],
        "wagtailsnippets_appointments_messagetemplate:revisions_compare": [
            "/admin/snippets/appointments/messagetemplate/history/1/revisions/compare/live...latest/"
        ],
        "": ["/admin/requests/nothing/", "/admin/appointments/appointmentrequest/"],
        "wagtail_serve": ["/", "/conditions/", "/conditions/sciatica/"],
    }
    return known[one.name] if one.is_regex else []
