"""The rest of what Wagtail 8 offers that can make a page go live: actions, copies, aliases, translations.

The editor, bulk, workflow, revisions and schedules are in test_gate_doors.py.
"""

import datetime

from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.utils import timezone

from wagtail.actions.convert_alias import ConvertAliasPageAction
from wagtail.actions.copy_page import CopyPageAction
from wagtail.actions.create_alias import CreatePageAliasAction
from wagtail.actions.create_page import CreatePageAction
from wagtail.actions.edit_page import EditPageAction
from wagtail.actions.revert_to_page_revision import RevertToPageRevisionAction
from wagtail.models import Locale, Revision

import pytest

from articles.models import ConditionPage
from clinic.gate import NotReadyError
from tests.articles.test_editor import article_form
from tests.cast import make_rita, make_sam, signed_in
from tests.factories import make_condition, make_condition_index, make_practitioner, make_ready_draft

pytestmark = pytest.mark.django_db
NEW = ("heading", "Something new?")


def spanish() -> Locale:
    return Locale.objects.get_or_create(language_code="es")[0]


def create_and_publish(page):
    new, parent = ConditionPage(), make_condition_index()
    typed = {"title": "New", "slug": "new", "summary": "New.", "author": str(make_practitioner().pk)}
    form_class = ConditionPage.get_edit_handler().get_form_class()
    form = form_class(article_form(NEW, **typed), instance=new, parent_page=parent)
    CreatePageAction(new, parent, form=form, publish=True).execute()


def edit_and_publish(page):
    page.summary = "Something else."
    EditPageAction(page, publish=True).execute()


def revert_on_schedule(page):
    old = page.save_revision()
    later = timezone.now() + datetime.timedelta(days=1)
    RevertToPageRevisionAction(page, old, approved_go_live_at=later).execute()


def alias(page):
    CreatePageAliasAction(page, update_slug="twin").execute()


def alias_as_translation(page):
    page.copy_for_translation(spanish(), copy_parents=True, alias=True)


def copy_live(page):
    CopyPageAction(page, update_attrs={"slug": "copy"}, keep_live=True).execute()


def copy_list_with_its_articles(page):
    make_condition_index().copy(recursive=True, update_attrs={"slug": "copies"}, keep_live=True)


def update_aliases(page):
    twin = page.copy(update_attrs={"slug": "twin"}, keep_live=False)
    ConditionPage.objects.filter(pk=twin.pk).update(alias_of=page)
    page.update_aliases()


WAYS = [
    create_and_publish,
    edit_and_publish,
    revert_on_schedule,
    alias,
    alias_as_translation,
    copy_live,
    copy_list_with_its_articles,
    update_aliases,
]


@pytest.mark.parametrize("way", WAYS)
def test_no_other_way_shows_anything_new_that_is_not_ready(way):
    """The original went live long ago and lacks what the gate asks for today."""
    page = make_condition()
    with pytest.raises(ValidationError, match="clinical|care card"):
        way(page)
    live = ConditionPage.objects.live().get()
    assert (live.slug, live.summary) == ("sciatica", "What it is, and when to call a doctor.")
    assert not Revision.objects.filter(approved_go_live_at__isnull=False).exists()


def test_an_alias_follows_its_original_with_its_review():
    page = make_ready_draft()
    page.save_revision().publish()
    page = ConditionPage.objects.get()
    twin = CreatePageAliasAction(page, update_slug="twin").execute()
    page.summary = "Better said."
    page.save_revision().publish()
    twin.refresh_from_db()
    assert (twin.live, twin.summary, twin.last_reviewed) == (True, "Better said.", page.last_reviewed)
    page.body = [NEW]
    with pytest.raises(NotReadyError):
        page.save_revision().publish()
    twin.refresh_from_db()
    assert len(twin.body) == 2


@pytest.mark.parametrize("action", ["copy", "create_alias", "copy_for_translation"])
def test_the_admins_api_publishes_no_copy(action):
    page = make_condition()
    spanish()
    data = {"slug": "twin", "keep_live": True, "locale": "es", "copy_parents": True, "alias": True}
    client = signed_in(make_sam())
    client.post(f"/admin/api/main/pages/{page.pk}/action/{action}/", data, content_type="application/json")
    assert [each.slug for each in ConditionPage.objects.live()] == ["sciatica"]


def test_what_publishes_nothing_goes_on_and_leaves_drafts():
    page = make_condition()
    translated = page.copy_for_translation(spanish(), copy_parents=True)
    assert not translated.live
    ready = make_ready_draft(slug="ready")
    ready.save_revision().publish()
    twin = CreatePageAliasAction(ConditionPage.objects.get(slug="ready"), update_slug="twin").execute()
    ConvertAliasPageAction(twin).execute()
    twin = ConditionPage.objects.get(slug="twin")
    twin.body = [NEW]
    with pytest.raises(NotReadyError):
        twin.save_revision().publish()
    assert len(ConditionPage.objects.get(slug="twin").body) == 2


def test_the_schedule_command_publishes_nothing_that_was_put_on_it_behind_the_gate():
    page = make_condition(live=False)
    revision = page.save_revision()
    Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=timezone.now())
    call_command("publish_scheduled")
    assert not ConditionPage.objects.live().exists()


def test_unpublishing_asks_nothing():
    page, rita = make_condition(), make_rita()
    page.save_revision(user=rita)
    assert signed_in(rita).post(f"/admin/pages/{page.pk}/unpublish/").status_code == 302
    assert not ConditionPage.objects.live().exists()
