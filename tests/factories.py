"""Pages, people, sources and pictures for tests, made with one call each."""

import datetime
import io
from copy import copy
from typing import Any
from uuid import uuid4

from django.contrib.auth.models import Group
from django.core.files.images import ImageFile
from django.utils import timezone

from wagtail.models import Locale, Page, Site

from PIL import Image

from articles.gate.statements import statements_of
from articles.models import (
    ConditionIndexPage,
    ConditionPage,
    NewsIndexPage,
    NewsPage,
    SafetyNotice,
    Source,
    StatementAnswer,
)
from articles.models.statements import AnswerKind, owner_of
from clinic.models import (
    ClinicImage,
    ClinicSettings,
    HomePage,
    InformationPage,
    NoticePage,
    Practitioner,
    PrivacyPolicyPage,
    User,
)
from clinic.pages.privacy.pages import NOTICE_PARTS

# A part of a stream, as its field takes it.
Block = tuple[str, dict[str, Any]]

PASSWORD = "a password of the tests"
TODAY = datetime.date(2026, 11, 3)


def make_user(*, email: str = "ed@clinic.example", group: str | None = None, **fields: Any) -> User:
    """Somebody who can sign in, as a member of the named group."""
    user = User.objects.create_user(email, PASSWORD, **fields)
    if group:
        user.groups.add(Group.objects.get(name=group))
    return user


def make_practitioner(*, name: str = "Alex Needham", **fields: Any) -> Practitioner:
    """Somebody who writes, reviews and sees patients."""
    return Practitioner.objects.create(name=name, **fields)


def make_home() -> HomePage:
    """The home page; made anew where a test that emptied the database ran before."""
    if HomePage.objects.exists():
        return HomePage.objects.get()
    Locale.objects.get_or_create(language_code="en")
    root = Page.get_first_root_node() or Page.add_root(instance=Page(title="Root", slug="root"))
    home = root.add_child(
        instance=HomePage(title="Home", slug="home", headline="Acupuncture", introduction="Ask us.")
    )
    Site.objects.update_or_create(
        is_default_site=True, defaults={"hostname": "localhost", "root_page": home, "port": 80}
    )
    return home


def make_details(**fields: Any) -> ClinicSettings:
    """The clinic's details, open on weekdays from nine to five, with a form that is open."""
    known = {
        "clinic_name": "Acupuncture Halls",
        "phone": "+19495106333",
        "street_address": "1 Test Street",
        "locality": "San Juan Capistrano",
        "postal_code": "92675",
        "opening_hours": [make_hours(day=day) for day in range(5)],
        "opened_at": timezone.now(),
    }
    make_home()
    details = ClinicSettings.for_site(Site.objects.get(is_default_site=True))
    for name, value in {**known, **fields}.items():
        setattr(details, name, value)
    details.save()
    return details


def make_hours(*, day: int, opens: int = 9, closes: int = 17) -> Block:
    """One opening of the clinic's week, in full hours."""
    return "hours", {"day": str(day), "opens": datetime.time(opens), "closes": datetime.time(closes)}


def make_condition_index() -> ConditionIndexPage:
    """The list of conditions below the home page, made once."""
    index = ConditionIndexPage.objects.first()
    if index is None:
        index = make_home().add_child(
            instance=ConditionIndexPage(title="Conditions", slug="conditions", show_in_menus=True)
        )
    return index


def make_condition(*, title: str = "Sciatica", slug: str = "sciatica", **fields: Any) -> ConditionPage:
    """A live article, ready or not: one that went live long ago may lack what the gate asks for today."""
    known = {
        "summary": "What it is, and when to call a doctor.",
        "author": make_practitioner(),
        "clinical_reviewer": make_practitioner(name="Robin Reviewer"),
        "last_reviewed": TODAY,
        "next_review_due": datetime.date(2028, 5, 1),
        "body": [("paragraph", "<p>Pain that runs down the leg.</p>")],
    }
    page = ConditionPage(title=title, slug=slug, **{**known, **fields, "live": False})
    make_condition_index().add_child(instance=page)
    if fields.get("live", True):
        # Not through the door: tests/articles/gate/test_gate.py is about that one.
        ConditionPage.objects.filter(pk=page.pk).update(live=True, has_unpublished_changes=False)
        page.live, page.has_unpublished_changes = True, False
    return page


ANSWERS = {
    "what_it_is": "Pain that runs down the leg.",
    "how_long": "Ask how long it may take.",
    "what_helps": "Keep moving gently.",
    "verdict": "One small trial: we do not know.",
    "verdict_certainty": "low",
    "emergency_if": "both legs are numb",
}


def make_ready_draft(*, title: str = "Sciatica", slug: str = "sciatica", **fields: Any) -> ConditionPage:
    """A draft in which the gate finds nothing."""
    body = [make_care_card(), make_claim(sources=[make_verified_source()])]
    return make_condition(title=title, slug=slug, live=False, **{"body": body, **ANSWERS, **fields})


def answer_for(page: Any, *, reason: str = "other") -> None:
    """Answers of a reviewer to all statements of a page or a record, each with the same reason."""
    for statement in statements_of(page):
        StatementAnswer.objects.get_or_create(
            **owner_of(page),
            key=statement.key,
            is_current=True,
            defaults={"sentence": statement.sentence, "kind": AnswerKind.NO_CLAIM, "reason": reason},
        )


def make_care_card(*, level: str = "emergency", heading: str = "Call 911 if:") -> Block:
    """A care card block with one sign."""
    return "care_card", {"level": level, "heading": heading, "items": ["both legs are numb"]}


def make_information_page(*, title: str = "About", slug: str = "about", **fields: Any) -> InformationPage:
    """A published page right below the home page."""
    return make_home().add_child(instance=InformationPage(title=title, slug=slug, **fields))


def make_news(*, title: str = "We moved", slug: str = "we-moved", **fields: Any) -> NewsPage:
    """News that are published, in the list of news below the home page, which is made once."""
    index = NewsIndexPage.objects.first()
    if index is None:
        index = make_home().add_child(instance=NewsIndexPage(title="News", slug="news", show_in_menus=True))
    known = {"summary": "Our new address, and where to park.", "date": TODAY}
    page = NewsPage(title=title, slug=slug, **{**known, **fields, "live": False})
    index.add_child(instance=page).save_revision().publish()
    page.refresh_from_db()
    return page


def make_notice(*, slug: str = "notice", **fields: Any) -> NoticePage:
    """A draft of the notice of privacy practices, with a date and without a gap."""
    parts = {name: f"<p>What we say about {name}.</p>" for name in NOTICE_PARTS}
    known = {"title": "How we use what we know", "effective_from": TODAY, "live": False, **parts}
    return make_home().add_child(instance=NoticePage(slug=slug, **{**known, **fields}))


def make_policy(*, slug: str = "privacy", **fields: Any) -> PrivacyPolicyPage:
    """A draft of the privacy policy, with a date and without a gap."""
    known = {"title": "What we know of you", "effective_from": TODAY, "live": False}
    body = [("paragraph", "<p>We keep what you type.</p>")]
    return make_home().add_child(instance=PrivacyPolicyPage(slug=slug, **{**known, "body": body, **fields}))


def make_source(*, authors: str = "Tu JF, Shi GX", year: int = 2024, **fields: Any) -> Source:
    """A source with a DOI of its own."""
    known = {
        "title": f"A study by {authors} of {year}",
        "doi": f"10.1000/{uuid4()}",
        "design": Source.Design.RANDOMIZED_TRIAL,
        "comparator": "Sham acupuncture",
        "finding": "Leg pain eased more than with sham acupuncture.",
        "certainty": "low",
    }
    return Source.objects.create(authors=authors, year=year, **{**known, **fields})


def make_verified_source(**fields: Any) -> Source:
    """A source that somebody checked."""
    checker = User.objects.first() or make_user(email="checker@clinic.example")
    known = {"verified_by": checker, "verified_on": TODAY, "not_read": "nothing"}
    return make_source(**{**known, **fields})


def make_claim(*, sources: list[Source], certainty: str = "low", **fields: Any) -> Block:
    """A claim block for an article's body."""
    known = {"text": "leg pain eased.", "comparator": "Sham acupuncture"}
    return "claim", {**known, "certainty": certainty, "sources": sources, **fields}


def make_safety_notice(*, title: str = "Safety", body: str = "<p>Ask first.</p>") -> SafetyNotice:
    """The notice that articles share."""
    return SafetyNotice.objects.create(title=title, body=body)


def make_picture(*, title: str = "A hand", **fields: Any) -> ClinicImage:
    """A small picture that may be published."""
    known = {
        "credit": "Ana Painter",
        "license": "Own picture",
        "alt_decision": ClinicImage.AltDecision.DESCRIBED,
        "description": "A hand at rest.",
        "people_shown": ClinicImage.PeopleShown.NOBODY,
    }
    return ClinicImage.objects.create(title=title, file=picture_file(), **{**known, **fields})


def picture_file(*, name: str = "hand.png") -> ImageFile:
    """A picture as a browser would upload it."""
    content = io.BytesIO()
    Image.new("RGB", (1200, 800), "teal").save(content, "PNG")
    content.seek(0)
    return ImageFile(content, name=name)


def photo_of(
    picture: ClinicImage, *, alt_text: str = "A hand", caption: str = ""
) -> tuple[str, dict[str, Any]]:
    """A photo block that shows the picture."""
    # A copy: Wagtail keeps a place's alternative text on the picture's object.
    image = {"image": copy(picture), "alt_text": alt_text, "decorative": False}
    return "photo", {"image": image, "caption": caption}
