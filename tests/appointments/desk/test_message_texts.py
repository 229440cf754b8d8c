"""The texts of messages: who words them, what may stand in them, and how they look before they go."""

from django.test import Client
from django.urls import reverse

import pytest

from appointments.messages.kinds import MessageKind
from appointments.models import MessageTemplate
from appointments.models.event_kinds import DeclineReason
from clinic.models import User
from tests import cast
from tests.factories import make_condition, make_details

pytestmark = pytest.mark.django_db

LIST = "/admin/snippets/appointments/messagetemplate/"


@pytest.fixture
def olive(db: None) -> User:
    make_details()
    return cast.make_olive()


@pytest.fixture
def owner(olive: User) -> Client:
    return cast.signed_in(olive)


def the_text(kind: str = MessageKind.VISIT_CONFIRMED) -> MessageTemplate:
    return MessageTemplate.objects.filter(kind=kind).first()


def save(browser: Client, text: MessageTemplate, *, publish: bool = False, **changes: str):
    """Send the editor's form of ``text`` with ``changes``."""
    known = {
        "kind": text.kind,
        "name": text.name,
        "language": text.language,
        "subject": text.subject,
        "body": text.body,
    }
    button = {"action-publish": "action-publish"} if publish else {}
    return browser.post(f"{LIST}edit/{text.pk}/", {**known, **changes, **button})


def test_every_message_has_a_published_text_that_passes_the_checks(db):
    make_condition(title="Sciatica", also_known_as="lumbar radiculopathy, slipped disk")
    texts = MessageTemplate.objects.filter(live=True)
    assert {text.kind for text in texts} == set(MessageKind)
    assert {text.name for text in texts if text.kind == MessageKind.DECLINED} == {
        str(label) for label in DeclineReason.labels
    }
    for text in texts:
        text.full_clean()
        assert "{phone}" in text.body


def test_the_owner_drafts_previews_and_publishes(owner):
    text = the_text()
    save(owner, text, subject="We expect you")
    text.refresh_from_db()
    assert text.subject == "Your visit is confirmed"
    assert text.has_unpublished_changes
    save(owner, text, publish=True, subject="We expect you")
    text.refresh_from_db()
    assert text.subject == "We expect you"
    assert not text.has_unpublished_changes
    assert owner.get(LIST).status_code == 200
    assert owner.get(f"{LIST}add/").status_code == 200


def test_only_the_owner_and_the_superuser_see_them(olive):
    addresses = [
        "",
        "add/",
        f"edit/{the_text().pk}/",
        f"delete/{the_text().pk}/",
        f"history/{the_text().pk}/",
    ]
    for may, people in ((True, [olive, cast.make_sam()]), (False, [cast.make_freya(), cast.make_ed()])):
        for person in people:
            browser = cast.signed_in(person)
            for address in addresses:
                response = browser.get(LIST + address)
                assert (response.status_code == 200) == may, (person, address)
            assert ("Messages to patients" in browser.get("/admin/").content.decode()) == may
    before = list(MessageTemplate.objects.values_list())
    save(cast.signed_in(User.objects.get(first_name="Freya")), the_text(), publish=True, subject="Hm")
    assert list(MessageTemplate.objects.values_list()) == before


@pytest.mark.parametrize(
    ("kind", "changes", "says"),
    [
        (
            "visit_confirmed",
            {"body": "Come on {vist_time}."},
            "There is no field {vist_time}. You can use: {clinic}",
        ),
        (
            "declined",
            {"body": "Your visit on {visit_time}."},
            "{visit_time} has no value in this kind of message",
        ),
        ("visit_confirmed", {"body": "Dear {name}"}, "There is no field {name}"),
        ("visit_confirmed", {"subject": "For {patient}"}, "There is no field {patient}"),
        ("visit_confirmed", {"subject": "See {link}"}, "{link} cannot stand in a subject"),
        ("visit_confirmed", {"subject": "One\nBcc: a@b.example"}, "Remove the line breaks"),
        ("visit_confirmed", {"body": "Call {phone"}, "A curly bracket stands alone"),
        ("visit_confirmed", {"body": "About your Pains"}, "It says “Pains”"),
        ("visit_confirmed", {"subject": "Your acupuncture visit"}, "It says “acupuncture”"),
        ("visit_confirmed", {"body": "For your tennis  elbow"}, "It says “tennis elbow”"),
        ("visit_confirmed", {"body": "We treat golfer's arm"}, "It says “golfer&#x27;s arm”"),
        ("visit_confirmed", {"body": "We guarantee a time"}, "It says “guarantee”"),
        ("declined", {"body": "We confirm that we cannot."}, "Only a message about a visit that stands"),
        ("visit_cancelled", {"subject": "Confirmed: cancelled"}, "Only a message about a visit that stands"),
    ],
)
def test_what_may_not_stand_in_a_message_is_named(owner, kind, changes, says):
    make_condition(
        title="Acupuncture for tennis elbow", slug="elbow", also_known_as="epicondylitis, golfer's arm"
    )
    text = the_text(kind)
    before = (text.subject, text.body)
    page = save(owner, text, publish=True, **changes)
    assert page.status_code == 200
    assert says in page.content.decode()
    text.refresh_from_db()
    assert (text.subject, text.body) == before


def test_words_that_only_look_like_health_may_stay(owner):
    text, words = the_text(), "Our number is {phone}. A painter from Spain waits at the door."
    save(owner, text, publish=True, body=words)
    text.refresh_from_db()
    assert text.body == words


def test_the_preview_marks_what_is_invented(owner):
    text = the_text()
    address = reverse("wagtailsnippets_appointments_messagetemplate:preview_on_edit", args=[text.pk])
    owner.post(address, {
        "kind": text.kind,
        "name": text.name,
        "language": text.language,
        "subject": "Visit to {clinic}",
        "body": "On {visit_time} <b>\n\nSee {link}",
    })  # fmt: skip
    page = owner.get(address)
    html = page.content.decode()
    assert page.status_code == 200
    assert "<mark>Sample Clinic</mark>" in html
    assert "On <mark>Monday, January 4, 2027, 2:30 PM</mark> &lt;b&gt;" in html
    assert "What is marked is invented" in html
    assert "In an emergency, call 911" in html
    assert "style=" not in html
    assert "<script" not in html
