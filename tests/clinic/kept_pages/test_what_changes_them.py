"""What an editor publishes or anybody saves is seen at once; drafts leave the kept pages as they are."""

from collections.abc import Callable

from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from django.utils import timezone

from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Site

import pytest

from articles.models import ConditionPage, Correction, Source
from clinic.models import ClinicImage, ClinicSettings, InformationPage, Practitioner
from tests.clinic.kept_pages.pages import ABOUT, ARTICLE, HOME, is_kept, warm
from tests.factories import make_condition_index, make_information_page, make_user

pytestmark = pytest.mark.usefixtures("site")


def about() -> InformationPage:
    return InformationPage.objects.get(slug="about")


def write(field: str, text: str) -> None:
    """As an editor does it: in a revision, which is published."""
    page = about()
    setattr(page, field, text)
    page.save_revision().publish()


def rename() -> None:
    page = about()
    page.title = "About us"
    page.save_revision().publish()


def move() -> None:
    page = make_information_page(title="Fees", slug="fees", live=True)
    page.move(about(), pos="last-child")
    page.delete()


def take_down_and_back() -> None:
    about().unpublish()
    assert Client().get(ABOUT).status_code == 404
    InformationPage.objects.get(slug="about").save_revision().publish()


def correct() -> None:
    Correction.objects.create(
        page=ConditionPage.objects.get(),
        page_title="Sciatica",
        done_by_name="Alex",
        at=timezone.now(),
        corrected_on=timezone.localdate(),
        was_wrong="Left",
        is_right="Right",
        corrected_by="Alex",
    )


def plain_sql() -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE clinic_informationpage SET introduction = introduction || '.'")


CHANGES: list[Callable[[], object]] = [
    lambda: write("introduction", "Another sentence."),
    rename,
    move,
    take_down_and_back,
    correct,
    plain_sql,
    lambda: InformationPage.objects.update(introduction="By a command."),
    lambda: ClinicSettings.objects.update(directions="Around the corner."),
    lambda: Practitioner.objects.update(biography="Since 2009."),
    lambda: Source.objects.update(finding="Something else."),
    lambda: ClinicImage.objects.update(credit="Ben Painter"),
    lambda: Redirect.objects.create(old_path="/old", redirect_link="/new/"),
    lambda: Site.objects.update(site_name="Halls"),
    lambda: make_condition_index().view_restrictions.create(restriction_type="login").delete(),
]
NO_CHANGES: list[Callable[[], object]] = [
    lambda: about().save_revision(),
    lambda: ClinicSettings.objects.update(undo_minutes=7),
    lambda: Practitioner.objects.update(leave=[]),
    lambda: make_user(email="new@clinic.example"),
    lambda: get_user_model().objects.update(last_login=timezone.now()),
    lambda: InformationPage.objects.update(introduction="The same."),
]


@pytest.mark.parametrize("change", CHANGES, ids=lambda one: one.__name__)
def test_a_change_is_seen_at_once_on_every_page(change):
    warm(ARTICLE)
    change()
    assert not is_kept(ARTICLE)


@pytest.mark.parametrize("change", NO_CHANGES, ids=lambda one: one.__name__)
def test_what_no_visitor_sees_leaves_them_kept(change):
    InformationPage.objects.update(introduction="The same.")
    warm(HOME)
    change()
    assert is_kept(HOME)


def test_an_editor_who_types_leaves_them_kept():
    page = about()
    page.title, page.body = "Not yet", [("paragraph", "<p>Half a sent</p>")]
    revision = page.save_revision()
    warm(ABOUT)
    for words in ("Half a sentence", "Half a sentence."):
        page.body = [("paragraph", f"<p>{words}</p>")]
        page.save_revision(overwrite_revision=revision)
    assert is_kept(ABOUT)
    assert b"Half a sent" not in Client().get(ABOUT).content
    page.save_revision().publish()
    assert b"Half a sentence." in Client().get(ABOUT).content


def test_where_the_site_begins_is_read_again_after_another_process_changed_it(settings):
    """Wagtail remembers it for an hour, in each process by itself."""
    settings.ALLOWED_HOSTS = ["*"]
    warm("/sitemap.xml")
    Site.get_site_root_paths()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE wagtailcore_site SET hostname = 'moved.example'")
    assert Client().get(HOME).status_code == 200
    assert {found.root_url for found in Site.get_site_root_paths()} == {"http://moved.example"}
