"""The gate at each way to publish that Wagtail offers: what is not ready goes through none of them."""

import datetime

from django.core.management import call_command
from django.utils import timezone

from wagtail.actions.copy_page import CopyPageAction
from wagtail.actions.create_alias import CreatePageAliasAction
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.models import Page, Revision, Workflow

import pytest

from articles.models import ConditionPage
from clinic.gate import NotReadyError
from clinic.models import User
from tests.articles.test_editor import article_form
from tests.cast import make_ed, make_rita, signed_in
from tests.factories import ANSWERS, make_condition, make_condition_index, make_ready_draft

pytestmark = pytest.mark.django_db
LATER = datetime.datetime(2030, 1, 1, 10, tzinfo=datetime.UTC)
MISSING = "It has no care card"
CARE_CARD = {
    "body-count": "2", "body-1-type": "care_card", "body-1-order": "1", "body-1-deleted": "",
    "body-1-value-level": "emergency", "body-1-value-heading": "Call 911 if:",
    "body-1-value-items-count": "1", "body-1-value-items-0-type": "item",
    "body-1-value-items-0-value": "numb", "body-1-value-items-0-order": "0",
    "body-1-value-items-0-deleted": "",
}  # fmt: skip


def form_of(page: ConditionPage, *, ready: bool, **changes: str) -> dict[str, str]:
    form = article_form(("heading", "What is it?"), title=page.title, slug=page.slug, summary="A summary.")
    answers = {**ANSWERS, "verdict_certainty": "very_low"} if ready else {}
    form |= {"author": str(page.author_id)} | (CARE_CARD if ready else {}) | answers
    return form | changes


def edit_url(page: Page) -> str:
    return f"/admin/pages/{page.pk}/edit/"


def submit(page: ConditionPage) -> ConditionPage:
    page.save_revision()
    Workflow.objects.get().start(page, make_ed())
    return page


def write_as_ed(page: ConditionPage, form: dict[str, str]) -> None:
    """Save the form as a draft: nobody publishes their own change."""
    ed = User.objects.filter(email="ed@clinic.example").first() or make_ed()
    assert signed_in(ed).post(edit_url(page), form).status_code == 302


def by_editor(page, browser, ready):
    form = form_of(page, ready=ready)
    write_as_ed(page, form)
    return browser.post(edit_url(page), form | {"action-publish": "1"})


def by_reverting(page, browser, ready):
    old = page.save_revision()
    write_as_ed(page, form_of(page, ready=ready))
    form = form_of(page, ready=ready, **{"action-publish": "1"})
    return browser.post(f"/admin/pages/{page.pk}/revisions/{old.pk}/revert/", form)


def by_creating(page, browser, ready):
    page.slug = "another"
    url = f"/admin/pages/add/articles/conditionpage/{make_condition_index().pk}/"
    return browser.post(url, form_of(page, ready=False, **{"action-publish": "1"}))


def by_bulk(page, browser, ready):
    page.save_revision()
    return browser.post(f"/admin/bulk/wagtailcore/page/publish/?id={page.pk}&next=/admin/")


def by_bulk_of_the_parent(page, browser, ready):
    page.save_revision()
    url = f"/admin/bulk/wagtailcore/page/publish/?id={page.get_parent().pk}&next=/admin/"
    return browser.post(url, {"include_descendants": "on"})


def by_approving(page, browser, ready, data=None):
    task = submit(page).current_workflow_task_state
    return browser.post(f"/admin/pages/workflow/action/{page.pk}/approve/{task.pk}/", data or {})


def by_approving_with_a_comment(page, browser, ready):
    return by_approving(page, browser, ready, {"comment": "Fine by me"})


def by_approving_in_the_editor(page, browser, ready):
    submit(page)
    action = {"action-workflow-action": "true", "workflow-action-name": "approve"}
    return browser.post(edit_url(page), form_of(page, ready=ready, **action))


def by_the_admins_api(page, browser, ready):
    page.save_revision()
    return browser.post(f"/admin/api/main/pages/{page.pk}/action/publish/")


def by_revision(page, browser, ready):
    page.save_revision().publish()


def by_page(page, browser, ready):
    page.publish(page.save_revision())


def by_action(page, browser, ready):
    PublishPageRevisionAction(page.save_revision()).execute()


def by_saving(page, browser, ready):
    page.live = True
    page.save()


def by_saving_unchecked(page, browser, ready):
    page.live = True
    page.save(clean=False)


def by_saving_one_field(page, browser, ready):
    page.live = True
    page.save(clean=False, update_fields=["live"])


def by_adding(page, browser, ready):
    page.delete()
    page.pk = page.id = page.page_ptr_id = None
    page.path, page.live, page._state.adding = "", True, True
    make_condition_index().add_child(instance=page)


def by_approving_in_code(page, browser, ready):
    task = submit(page).current_workflow_task_state
    task.task.specific.on_action(task, User.objects.get(email="rita@clinic.example"), "approve")


def by_a_schedule_in_code(page, browser, ready):
    page.save_revision(approved_go_live_at=timezone.now())
    call_command("publish_scheduled")


IN_ADMIN = [
    by_editor,
    by_reverting,
    by_bulk,
    by_bulk_of_the_parent,
    by_approving,
    by_approving_with_a_comment,
    by_approving_in_the_editor,
]
IN_CODE = [
    by_revision,
    by_page,
    by_action,
    by_saving,
    by_saving_unchecked,
    by_saving_one_field,
    by_adding,
    by_approving_in_code,
    by_a_schedule_in_code,
]


@pytest.fixture
def browser():
    return signed_in(make_rita())


def unready(**fields) -> ConditionPage:
    return make_condition(**{"live": False, "body": [("heading", "What is it?")], **fields})


def publish(page: ConditionPage) -> ConditionPage:
    page.save_revision().publish()
    return ConditionPage.objects.get(pk=page.pk)


def live_articles() -> list[ConditionPage]:
    return list(ConditionPage.objects.live())


@pytest.mark.parametrize("door", IN_ADMIN)
def test_no_way_in_the_admin_publishes_what_is_not_ready_and_each_says_why(browser, door):
    page = unready()
    response = door(page, browser, ready=False)
    assert response.status_code in (200, 302)
    shown = response if response.status_code == 200 else browser.get(response.url, follow=True)
    assert MISSING in shown.content.decode()
    assert live_articles() == []
    assert not Revision.objects.filter(approved_go_live_at__isnull=False).exists()


@pytest.mark.parametrize("door", IN_CODE)
def test_no_way_in_code_publishes_what_is_not_ready(browser, door):
    with pytest.raises(NotReadyError, match=MISSING):
        door(unready(), browser, ready=False)
    assert live_articles() == []


# What Rita changes while approving is her own work, which somebody else has to approve.
PUBLISHES = [door for door in IN_ADMIN if door is not by_approving_in_the_editor]


@pytest.mark.parametrize("door", [*PUBLISHES, by_the_admins_api, *IN_CODE])
def test_every_way_publishes_what_is_ready(browser, door):
    response = door(make_ready_draft(), browser, ready=True)
    assert response is None or response.status_code in (200, 302)
    assert [page.slug for page in live_articles()] == ["sciatica"]


def test_the_admins_api_answers_with_the_list(browser):
    response = by_the_admins_api(unready(), browser, ready=False)
    assert response.status_code == 400
    assert MISSING in str(response.json()["body"])
    assert live_articles() == []


def test_a_new_article_cannot_go_live_before_its_review(browser):
    response = by_creating(unready(), browser, ready=False)
    seen = response.content.decode()
    assert "cannot be published yet" in seen
    assert "It has no clinical reviewer" in seen
    assert 'value="another"' in seen
    assert live_articles() == []


def test_scheduling_is_refused_in_the_editor_and_in_code(browser):
    page = unready()
    form = form_of(page, ready=False, **{"action-publish": "1", "go_live_at": "2030-01-01 10:00"})
    assert MISSING in browser.post(edit_url(page), form).content.decode()
    page.go_live_at = LATER
    revision = page.save_revision()
    for schedule in (
        revision.publish,
        PublishPageRevisionAction(revision).execute,
        lambda: page.save_revision(approved_go_live_at=LATER),
    ):
        with pytest.raises(NotReadyError, match=MISSING):
            schedule()
    assert not Revision.objects.filter(approved_go_live_at__isnull=False).exists()


def test_a_live_article_keeps_its_text_when_a_worse_one_is_scheduled():
    page = publish(make_ready_draft())
    page.body, page.go_live_at = [("heading", "What is it?")], LATER
    with pytest.raises(NotReadyError):
        page.save_revision().publish()
    assert len(ConditionPage.objects.live().get().body) == 2


def test_a_copy_goes_live_neither_in_code_nor_in_the_admin(browser):
    page = publish(make_ready_draft())
    with pytest.raises(NotReadyError, match="clinical reviewer"):
        CopyPageAction(page, update_attrs={"slug": "copy"}, keep_live=True).execute()
    form = {"new_title": "Copy", "new_slug": "copy", "new_parent_page": str(page.get_parent().pk)}
    response = browser.post(f"/admin/pages/{page.pk}/copy/", {**form, "publish_copies": "on"}, follow=True)
    assert "It has no clinical reviewer" in response.content.decode()
    assert not ConditionPage.objects.filter(slug="copy").exists()
    assert browser.post(f"/admin/pages/{page.pk}/copy/", form).status_code == 302
    assert not ConditionPage.objects.get(slug="copy").live


def test_an_alias_is_published_only_where_its_original_could_be(browser):
    ready = publish(make_ready_draft())
    assert CreatePageAliasAction(ready, update_slug="twin").execute().live
    old = make_condition(slug="old")
    with pytest.raises(NotReadyError, match=MISSING):
        CreatePageAliasAction(old, update_slug="old-twin").execute()
    form = {"new_title": "x", "new_slug": "x", "new_parent_page": str(old.get_parent().pk), "alias": "on"}
    response = browser.post(f"/admin/pages/{old.pk}/copy/", {**form, "publish_copies": "on"}, follow=True)
    assert MISSING in response.content.decode()
    assert {page.slug for page in live_articles()} == {"sciatica", "twin", "old"}


def test_unpublishing_and_publishing_again_asks_again(browser):
    page = make_condition()
    page.unpublish()
    with pytest.raises(NotReadyError):
        page.save_revision().publish()
    assert MISSING in by_editor(page, browser, ready=False).content.decode()
    assert live_articles() == []
