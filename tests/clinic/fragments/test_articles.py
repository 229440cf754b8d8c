"""What is kept of an article's page goes with whatever it shows; nothing else makes it be made again."""

import datetime
from collections.abc import Callable, Iterator
from typing import Any

from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from wagtail.models import Site as WagtailSite

import pytest

from articles.models import ConditionIndexPage, ConditionPage, Correction, SafetyNotice, Source
from clinic.database import clock
from clinic.fragments.memory import MEMORY
from clinic.models import ClinicImage, ClinicSettings, InformationPage, Practitioner
from tests.factories import make_source, make_user

from .conftest import Site

ARTICLE = "/conditions/sciatica/"
# Tuesday noon, in Los Angeles.
NOON = datetime.datetime(2026, 11, 10, 20, tzinfo=datetime.UTC)


@pytest.fixture(autouse=True)
def at_noon() -> None:
    be_at(NOON)


class Rows:
    """Every row that these tests change."""

    models = (
        ConditionIndexPage, ConditionPage, Source, SafetyNotice, Practitioner, ClinicSettings, ClinicImage,
        InformationPage, WagtailSite,
    )  # fmt: skip

    def __init__(self) -> None:
        self.before = [(model, row) for model in self.models for row in model.objects.values()]

    def restore(self) -> None:
        """Let each be as it was."""
        for model, row in self.before:
            model.objects.filter(pk=row[model._meta.pk.attname]).update(**row)


@pytest.fixture
def rows(site: Site) -> Iterator[Rows]:
    """Every row, which is afterwards as it was."""
    rows = Rows()
    yield rows
    rows.restore()


def be_at(moment: datetime.datetime) -> None:
    clock.CLOCK.said = clock.Said.just_now(moment, good_for=float("inf"))


def page(path: str = ARTICLE) -> str:
    answer = Client().get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def warm(path: str = ARTICLE) -> str:
    """The page once all of its parts are kept: the first ones scale pictures, which changes it."""
    for _ in range(3):
        html = page(path)
    assert queries(path) == 2, "the version and the row"
    return html


def queries(path: str = ARTICLE) -> int:
    with CaptureQueriesContext(connection) as captured:
        page(path)
    return len(captured)


def fresh(path: str = ARTICLE) -> str:
    """The page of nothing that is kept."""
    with transaction.atomic():
        return page(path)


def sql(statement: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


CHANGES: dict[str, tuple[Callable[[], Any], str]] = {
    "a retracted source": (
        lambda: Source.objects.update(is_retracted=True, retraction_note="Withdrawn by its authors"),
        "Withdrawn by its authors",
    ),
    "a source in plain SQL": (lambda: sql("UPDATE articles_source SET authors = 'Zorn A'"), "Zorn A"),
    "a source that nobody checked": (lambda: Source.objects.update(verified_on=None), "data-unchecked"),
    "the body in plain SQL": (
        lambda: sql(
            "UPDATE articles_conditionpage SET body = replace(body::text, 'our policy', 'rules')::jsonb"
        ),
        ">rules</a>",
    ),
    "the title": (lambda: ConditionPage.objects.update(title="Leg pain"), "<h1>Leg pain</h1>"),
    "the description": (
        lambda: ConditionPage.objects.update(search_description="In short"),
        'content="In short"',
    ),
    "the safety notice": (lambda: SafetyNotice.objects.update(body="<p>Ask twice.</p>"), "Ask twice."),
    "a linked page's address": (
        lambda: rename("how-we-check"),
        '<a href="/how-we-check/">our policy</a>',
    ),
    "a person's name": (lambda: Practitioner.objects.update(name="Ana Reyes"), "<strong>Ana Reyes</strong>"),
    "a license that ran out": (
        lambda: Practitioner.objects.update(license_expires=NOON.date() - datetime.timedelta(1)),
        '<ul class="people">\n    \n  </ul>',
    ),
    "the clinic's name": (lambda: ClinicSettings.objects.update(clinic_name="Halls"), "<span>Halls</span>"),
    "the clinic's phone": (lambda: ClinicSettings.objects.update(phone="+19495550100"), "949-555-0100"),
    "the clinic's hours": (lambda: ClinicSettings.objects.update(opening_hours=[]), "Our opening hours will"),
    "a picture's credit": (lambda: ClinicImage.objects.update(credit="Bo Painter"), "Picture: Bo Painter"),
    "a neighbor's title": (
        lambda: ConditionPage.objects.filter(slug="migraine").update(title="Aura"),
        '<a href="/conditions/migraine/">Aura</a>',
    ),
    "a neighbor that is taken back": (
        lambda: ConditionPage.objects.filter(slug="migraine").update(live=False),
        "-Read next",
    ),
    "the page above": (lambda: ConditionIndexPage.objects.update(title="Pains"), ">Pains</a>"),
    "the day of the next review": (
        lambda: ConditionPage.objects.update(next_review_due=datetime.date(2026, 11, 9)),
        "overdue for review",
    ),
    "claims that nobody checked for too long": (
        lambda: ConditionPage.objects.update(next_review_due=datetime.date(2026, 1, 1)),
        "-eased",
    ),
    "the site's port": (lambda: WagtailSite.objects.update(port=8080), ""),
    # Last, as nobody can take one back.
    "a correction": (
        lambda: Correction.objects.create(
            page=ConditionPage.objects.get(slug="sciatica"),
            corrected_on=NOON.date(),
            was_wrong="Six weeks",
            is_right="Eight weeks",
            corrected_by="Ana",
        ),
        "Eight weeks",
    ),
}


def rename(slug: str) -> None:
    policy = InformationPage.objects.get()
    policy.slug = slug
    policy.save()


def test_a_change_of_what_it_shows_is_seen_at_once(rows: Rows):
    before, wrong = warm(), []
    for name, (change, seen) in CHANGES.items():
        change()
        html = page()
        is_gone = seen.startswith("-") and seen[1:] in before and seen[1:] not in html
        is_new = not seen or (seen in html and seen not in before)
        if not (is_gone or is_new) or html != fresh():
            wrong.append(name)
        rows.restore()
    assert wrong == []


def test_a_change_of_what_it_does_not_show_renders_nothing_again(rows):
    warm()
    before = {key: kept.value for key, (kept, _size) in MEMORY._kept.items() if "part" in key}
    migraine = ConditionPage.objects.get(slug="migraine")
    ConditionPage.objects.filter(pk=migraine.pk).update(body=[("paragraph", "<p>Another text.</p>")])
    another = make_source(title="Another")
    page()
    after = {key: kept.value for key, (kept, _size) in MEMORY._kept.items() if "part" in key}
    assert len(before) == 4
    assert {key for key in before if after[key] is not before[key]} == set()
    assert queries() == 2
    another.delete()
    assert queries() == 3, "and what was asked before, at once"


@pytest.mark.parametrize("path", [ARTICLE, "/", "/conditions/", "/conditions/?part=body"])
def test_a_page_of_kept_parts_is_the_page_at_every_hour(path, site):
    for hours in (0, 8, 24 * 700):
        be_at(NOON + datetime.timedelta(hours=hours))
        page(path)
        page(path)
        assert page(path) == fresh(path)


def test_a_draft_shows_itself_and_visitors_what_is_published(site, rows):
    before = warm()
    draft = ConditionPage.objects.get(pk=site.article.pk)
    draft.body = [("paragraph", "<p>Not yet.</p>")]
    draft.save_revision()
    assert page() == before
    preview = draft.make_preview_request(preview_mode="").render().content.decode()
    assert "Not yet." in preview
    assert page() == before
    assert queries() == 2


def test_staff_are_shown_the_same_page_of_nothing_that_is_kept(site):
    warm()
    client = Client()
    client.force_login(make_user(email="reader@clinic.example"))
    with CaptureQueriesContext(connection) as captured:
        html = client.get(ARTICLE).content.decode()
    assert len(captured) > 5
    assert html == page()


def test_what_somebody_searches_for_is_kept_nowhere(site):
    for _ in range(2):
        for words in ("leg%20xylophone", "leg", "sciatica"):
            page(f"/search/?query={words}")
    assert len(MEMORY) > 3
    kept = repr(MEMORY._kept)
    assert "xylophone" not in kept
    assert "'leg" not in kept


def test_a_search_that_finds_nothing_lists_the_conditions_as_they_are(site, rows):
    assert "Sciatica" in page("/search/?query=xylophone")
    ConditionPage.objects.filter(slug="sciatica").update(title="Leg pain")
    html = page("/search/?query=xylophone")
    assert ">Leg pain<" in " ".join(html.split()).replace("> ", ">").replace(" <", "<")


@pytest.mark.parametrize("asked", ["part=tail", "part=body&page=2", "part=body&page=0", "part=body&page=x"])
def test_a_list_that_there_is_not_is_not_found(asked, site):
    assert Client().get(f"/conditions/?{asked}").status_code == 404
