"""What editors do that goes wrong: each gets a clear message, and nothing that was typed is lost."""

import datetime
from html import unescape
from typing import Any

from django.urls import reverse
from django.utils import timezone

from wagtail.models import Revision

import pytest

from articles.models import ConditionPage, ReviewRecord
from tests.articles.test_editor import article_form
from tests.cast import make_ed, make_rita, make_sam, signed_in
from tests.factories import (
    make_condition,
    make_information_page,
    make_practitioner,
    make_ready_draft,
)

pytestmark = pytest.mark.django_db
NEWER = "Somebody saved a newer version while you were writing."


def form_of(page, **changes: str) -> dict[str, str]:
    form = article_form(("heading", "What is it?"), title=page.title, slug=page.slug)
    return {**form, **changes}


def opened(browser, page) -> dict[str, str]:
    """What the editor's form carries about the version that was opened."""
    html = browser.get(f"/admin/pages/{page.pk}/edit/").content.decode()
    names = ("loaded_revision_id", "loaded_revision_created_at")
    return {name: html.partition(f'name="{name}" value="')[2].partition('"')[0] for name in names}


def autosave(browser, url: str, form: dict[str, str]) -> dict[str, Any]:
    """What the editor sends by itself while somebody types."""
    return browser.post(url, form, headers={"accept": "application/json"}).json()


def draft_of(page):
    return type(page).objects.get(pk=page.pk).get_latest_revision_as_object()


@pytest.mark.parametrize(
    ("make", "field"), [(make_condition, "summary"), (make_information_page, "introduction")]
)
def test_of_two_editors_at_once_the_second_is_told_and_neither_loses_a_word(make, field):
    page = make()
    page.save_revision()
    url, ed, sam = f"/admin/pages/{page.pk}/edit/", signed_in(make_ed()), signed_in(make_sam())
    by_ed, by_sam = opened(ed, page), opened(sam, page)
    assert ed.post(url, form_of(page, **{field: "Ed was here."}, **by_ed)).status_code == 302
    response = sam.post(url, form_of(page, **{field: "Sam was here."}, **by_sam))
    seen = response.content.decode()
    assert NEWER in seen
    assert "Sam was here." in seen
    assert getattr(draft_of(page), field) == "Ed was here."

    again = {name: response.context["form"].data.get(name) for name in by_sam}
    assert again == by_sam
    fresh = unescape(seen)
    newest = str(type(page).objects.get(pk=page.pk).latest_revision_id)
    assert f'name="loaded_revision_id" value="{newest}"' in fresh
    assert sam.post(url, form_of(page, **{field: "Sam was here."}, **opened(sam, page))).status_code == 302
    assert getattr(draft_of(page), field) == "Sam was here."
    assert "Ed was here." in [revision.content[field] for revision in page.revisions.all()]


def test_one_editor_alone_is_told_nothing_though_autosaves_move_on():
    page, ed = make_condition(), signed_in(make_ed())
    page.save_revision()
    url = f"/admin/pages/{page.pk}/edit/"
    form = opened(ed, page)
    first = autosave(ed, url, form_of(page, summary="First.", **form))
    second = autosave(
        ed, url, form_of(page, summary="Second.", overwrite_revision_id=first["revision_id"], **form)
    )
    assert second["revision_id"] == first["revision_id"]
    # The browser sends what it opened: neither a submit nor a preview knows of the autosaves.
    preview = ed.post(f"{url}preview/", form_of(page, summary="Third.", **form))
    assert preview.json()["is_valid"]
    assert ed.post(url, form_of(page, summary="Third.", **form)).status_code == 302
    assert draft_of(page).summary == "Third."


def test_what_somebody_else_saved_since_counts_though_ones_own_other_tab_saved_later():
    page = make_condition()
    page.save_revision()
    url, ed, sam = f"/admin/pages/{page.pk}/edit/", signed_in(make_ed()), signed_in(make_sam())
    stale = opened(ed, page)
    assert sam.post(url, form_of(page, summary="Sam was here.", **opened(sam, page))).status_code == 302
    assert ed.post(url, form_of(page, summary="Another tab.", **opened(ed, page))).status_code == 302
    blind = form_of(page, summary="Blind.", **stale)
    assert NEWER in ed.post(url, blind).content.decode()
    assert ed.post(f"{url}preview/", blind).json()["is_valid"]
    assert draft_of(page).summary == "Another tab."


def test_an_autosave_of_somebody_else_counts_although_it_makes_no_new_version():
    page = make_condition()
    page.save_revision()
    url, ed, sam = f"/admin/pages/{page.pk}/edit/", signed_in(make_ed()), signed_in(make_sam())
    theirs = opened(sam, page)
    version = autosave(sam, url, form_of(page, summary="Sam begins.", **theirs))["revision_id"]
    mine = opened(ed, page)
    autosave(sam, url, form_of(page, summary="Sam goes on.", overwrite_revision_id=version, **theirs))
    assert mine["loaded_revision_id"] == str(ConditionPage.objects.get().latest_revision_id)
    assert NEWER in ed.post(url, form_of(page, summary="Ed.", **mine)).content.decode()
    assert draft_of(page).summary == "Sam goes on."


def test_an_autosave_that_ends_after_the_submit_it_raced_with_is_no_newer_version():
    page = make_condition()
    late, submitted = page.save_revision(user=make_ed()), page.save_revision()
    Revision.objects.filter(pk=late.pk).update(
        created_at=submitted.created_at + datetime.timedelta(seconds=1)
    )
    url, sam = f"/admin/pages/{page.pk}/edit/", signed_in(make_sam())
    assert sam.post(url, form_of(page, summary="Sam.", **opened(sam, page))).status_code == 302
    assert draft_of(page).summary == "Sam."


def test_of_two_tabs_of_one_person_the_older_stops_saving_by_itself_and_the_later_save_wins():
    page, ed = make_condition(), signed_in(make_ed())
    page.save_revision()
    url, older, newer = f"/admin/pages/{page.pk}/edit/", opened(ed, page), opened(ed, page)
    autosave(ed, url, form_of(page, summary="Newer tab.", **newer))
    refused = autosave(ed, url, form_of(page, summary="Older tab.", **older))
    assert refused["error_code"] == "invalid_revision"
    assert draft_of(page).summary == "Newer tab."
    assert ed.post(url, form_of(page, summary="Older tab.", **older)).status_code == 302
    assert draft_of(page).summary == "Older tab."
    assert "Newer tab." in [revision.content["summary"] for revision in page.revisions.all()]


def test_a_form_that_was_tampered_with_is_compared_by_number():
    page = make_condition()
    old = page.save_revision()
    page.save_revision()
    sent = {"loaded_revision_id": str(old.pk), "loaded_revision_created_at": "yesterday"}
    response = signed_in(make_ed()).post(f"/admin/pages/{page.pk}/edit/", form_of(page, **sent))
    assert NEWER in response.content.decode()


@pytest.mark.parametrize("typed", ["3.11.2026", "Nov 3rd", "2026-13-01"])
def test_a_review_date_in_another_format_is_answered_with_an_example(typed):
    page = make_ready_draft()
    form = {
        "practitioner": str(make_practitioner(name="Robin Reed").pk),
        "reviewed_on": typed,
        "next_due": timezone.localdate().replace(month=1, day=1).isoformat(),
        "note": "Every claim against its source.",
    }
    response = signed_in(make_rita()).post(reverse("articles_review:record", args=[page.pk]), form)
    seen = unescape(response.content.decode())
    assert "such as 2026-11-03" in seen
    assert "Every claim against its source." in seen
    assert f'value="{typed}"' in seen
    assert not ReviewRecord.objects.exists()
