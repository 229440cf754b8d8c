"""A full review is a deliberate act: nothing else changes who reviewed an article, when, and until when."""

import datetime

from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

import pytest

from articles.gate.readiness import LONGEST_REVIEW
from articles.models import ConditionPage, ReviewRecord
from articles.models.four_eyes import OWN_WORK
from tests.cast import REVIEWERS, make_ed, make_freya, make_rita, signed_in
from tests.factories import make_practitioner, make_ready_draft, make_user

pytestmark = pytest.mark.django_db
UNREVIEWED = {"clinical_reviewer": None, "last_reviewed": None, "next_review_due": None}


def review_url(page: ConditionPage) -> str:
    return reverse("articles_review:record", args=[page.pk])


def review_form(who, **changes: str) -> dict[str, str]:
    today = timezone.localdate()
    form = {
        "practitioner": str(who.pk),
        "reviewed_on": today.isoformat(),
        "next_due": (today + datetime.timedelta(days=365)).isoformat(),
        "note": "Every claim against its source.",
    }
    return {**form, **changes}


def day_after(day: datetime.date) -> str:
    return (day + datetime.timedelta(days=1)).isoformat()


def state(page: ConditionPage) -> tuple:
    page = ConditionPage.objects.get(pk=page.pk)
    return page.clinical_reviewer_id, page.last_reviewed, page.next_review_due


def edit_form(page: ConditionPage, **changes: str) -> dict[str, str]:
    """What the editor posts, with whatever somebody adds to it by hand."""
    form = {
        "title": page.title,
        "slug": page.slug,
        "summary": "Edited.",
        "also_known_as": "",
        "region": "needles",
        "hero-count": "0",
        "body-count": "0",
        "lint_exceptions-count": "0",
        "author": str(page.author_id),
        "comment_form-TOTAL_FORMS": "0",
        "comment_form-INITIAL_FORMS": "0",
    }
    return {**form, **changes}


def test_a_first_review_dates_and_publishes_a_new_article():
    page, rita, reviewer = make_ready_draft(**UNREVIEWED), make_rita(), make_practitioner(name="Robin Reed")
    response = signed_in(rita).post(review_url(page), review_form(reviewer), follow=True)
    assert "is recorded, and the article is published" in response.content.decode()
    page = ConditionPage.objects.get(pk=page.pk)
    assert page.live
    assert (page.clinical_reviewer, page.last_reviewed) == (reviewer, timezone.localdate())
    assert page.live_revision.user == rita
    record = ReviewRecord.objects.get()
    assert (record.page, record.page_title) == (page, "Sciatica")
    assert (record.practitioner, record.practitioner_name) == (reviewer, "Robin Reed")
    assert (record.done_by, record.done_by_name) == (rita, "Rita Reviewer")
    assert record.note == "Every claim against its source."


def test_an_ordinary_edit_changes_neither_dates_nor_reviewer():
    page = make_ready_draft()
    before = state(page)
    client = signed_in(make_rita())
    other = make_practitioner(name="Somebody Else")
    typed = {
        "clinical_reviewer": str(other.pk),
        "last_reviewed": "2020-01-01",
        "next_review_due": "2020-02-02",
    }
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert client.post(url, edit_form(page, **typed)).status_code == 302
    page = ConditionPage.objects.get(pk=page.pk)
    assert page.get_latest_revision_as_object().summary == "Edited."
    assert state(page) == before
    draft = page.get_latest_revision_as_object()
    assert (draft.clinical_reviewer_id, draft.last_reviewed, draft.next_review_due) == before


def test_an_older_version_comes_back_without_its_old_review():
    page = make_ready_draft()
    old = page.save_revision()
    signed_in(make_rita()).post(review_url(page), review_form(make_practitioner(name="Robin Reed")))
    reviewed = state(page)
    assert reviewed != (page.clinical_reviewer_id, page.last_reviewed, page.next_review_due)
    old.publish()
    assert state(page) == reviewed


def test_a_copy_is_not_reviewed():
    page = make_ready_draft()
    page.save_revision()
    copied = page.copy(update_attrs={"slug": "copied"}, keep_live=False)
    assert state(copied) == (None, None, None)
    draft = ConditionPage.objects.get(pk=copied.pk).get_latest_revision_as_object()
    assert draft.last_reviewed is None


@pytest.mark.parametrize(
    ("field", "change", "words"),
    [
        ("practitioner", lambda page: str(page.author_id), "wrote the article"),
        ("practitioner", lambda _page: "", "required"),
        (
            "reviewed_on",
            lambda _page: day_after(timezone.localdate()),
            "future",
        ),
        ("reviewed_on", lambda _page: "tomorrow", "such as 2026-11-03"),
        ("next_due", lambda _page: timezone.localdate().isoformat(), "later than this one"),
        (
            "next_due",
            lambda _page: day_after(timezone.localdate() + LONGEST_REVIEW),
            "At most two years",
        ),
        ("note", lambda _page: " ", "required"),
    ],
)
def test_what_a_review_cannot_be(field, change, words):
    page = make_ready_draft()
    before = state(page)
    form = review_form(make_practitioner(name="Robin Reed"), **{field: change(page)})
    response = signed_in(make_rita()).post(review_url(page), form)
    assert response.status_code == 422
    assert words in " ".join(response.context["form"].errors[field])
    assert state(page) == before
    assert not ReviewRecord.objects.exists()


def test_two_years_are_the_most_and_are_allowed():
    page = make_ready_draft()
    due = (timezone.localdate() + LONGEST_REVIEW).isoformat()
    signed_in(make_rita()).post(review_url(page), review_form(make_practitioner(name="R"), next_due=due))
    assert str(state(page)[2]) == due
    assert datetime.date(2024, 2, 29) + LONGEST_REVIEW == datetime.date(2026, 2, 28)


def test_a_review_that_the_gate_refuses_changes_nothing_and_keeps_what_was_typed():
    page = make_ready_draft(body=[("paragraph", "<p>Nothing else.</p>")], **UNREVIEWED)
    response = signed_in(make_rita()).post(review_url(page), review_form(make_practitioner(name="R")))
    html = response.content.decode()
    assert response.status_code == 422
    assert "It has no care card" in html
    assert "Every claim against its source." in html
    assert state(page) == (None, None, None)
    assert not ReviewRecord.objects.exists()
    assert not ConditionPage.objects.get(pk=page.pk).live


def test_nobody_publishes_their_own_draft_through_a_review():
    page, rita = make_ready_draft(), make_rita()
    page.save_revision(user=rita)
    response = signed_in(rita).post(review_url(page), review_form(make_practitioner(name="R")))
    assert response.status_code == 409
    assert str(OWN_WORK) in response.content.decode()
    assert not ReviewRecord.objects.exists()
    other = make_user(email="other@clinic.example", group=REVIEWERS)
    signed_in(other).post(review_url(page), review_form(make_practitioner(name="R")))
    assert ReviewRecord.objects.exists()


@pytest.mark.parametrize("maker", [make_ed, make_freya])
def test_only_clinical_reviewers_record_reviews(maker):
    page, user = make_ready_draft(), maker()
    before = state(page)
    client = signed_in(user)
    for response in (client.get(review_url(page)), client.post(review_url(page), review_form(page.author))):
        assert response.status_code == 302
    assert state(page) == before
    edit = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert review_url(page) not in edit


def test_the_button_stands_in_the_pages_menu_and_opening_it_changes_nothing():
    page, client = make_ready_draft(), signed_in(make_rita())
    before = state(page)
    assert review_url(page) in client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert client.get(review_url(page)).status_code == 200
    assert state(page) == before


def run(sql: str, *values: object) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE articles_reviewrecord SET reviewed_on = reviewed_on - 1",
        "UPDATE articles_reviewrecord SET note = ''",
        "UPDATE articles_reviewrecord SET page_id = NULL, page_title = ''",
        "DELETE FROM articles_reviewrecord",
    ],
)
def test_the_database_keeps_what_was_recorded(sql):
    page = make_ready_draft()
    signed_in(make_rita()).post(review_url(page), review_form(make_practitioner(name="R")))
    with pytest.raises(IntegrityError):
        run(sql)
    assert ReviewRecord.objects.get().note


def test_people_and_pages_may_go_and_their_names_stay():
    page, rita, reviewer = make_ready_draft(), make_rita(), make_practitioner(name="Robin Reed")
    signed_in(rita).post(review_url(page), review_form(reviewer))
    ConditionPage.objects.get(pk=page.pk).delete()
    reviewer.delete()
    record = ReviewRecord.objects.get()
    assert (record.page, record.page_title) == (None, "Sciatica")
    assert (record.practitioner, record.practitioner_name) == (None, "Robin Reed")
