"""What the gate finds, what the editor shows of it, and what it leaves alone."""

import datetime
import logging
from copy import deepcopy

from django.core.management import call_command
from django.utils import timezone

from wagtail.models import Revision

import pytest

from articles.models import AllowedSentence, ConditionPage, LintTerm, Source
from clinic.gate import NotReadyError, findings
from clinic.models import User
from tests.articles.gate.test_gate_doors import form_of
from tests.articles.test_editor import article_form
from tests.cast import make_ed, make_rita, make_sam, signed_in
from tests.factories import (
    ANSWERS,
    make_care_card,
    make_claim,
    make_condition,
    make_condition_index,
    make_picture,
    make_practitioner,
    make_ready_draft,
    make_source,
    make_verified_source,
    photo_of,
)

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def codes(page) -> list[str]:
    return [finding.code for finding in findings(page)]


def test_an_article_with_everything_passes_saved_or_not():
    page = make_ready_draft(hero=[photo_of(make_picture())])
    assert findings(page) == []
    unsaved = deepcopy(page)
    unsaved.pk = unsaved.id = None
    assert findings(unsaved) == []


@pytest.mark.parametrize(
    ("fields", "code", "field"),
    [
        ({"author": None}, "author_missing", "author"),
        ({"clinical_reviewer": None}, "reviewer_missing", "clinical_reviewer"),
        ({"last_reviewed": None}, "last_reviewed_missing", "last_reviewed"),
        ({"next_review_due": None}, "next_review_missing", "next_review_due"),
        ({"last_reviewed": TODAY + datetime.timedelta(days=1)}, "reviewed_in_future", "last_reviewed"),
        ({"next_review_due": datetime.date(2026, 11, 3)}, "review_backwards", "next_review_due"),
        ({"next_review_due": datetime.date(2028, 11, 4)}, "review_too_long", "next_review_due"),
        ({"what_it_is": " "}, "answer_missing", "what_it_is"),
        ({"verdict_certainty": ""}, "answer_missing", "verdict_certainty"),
        ({"emergency_if": ""}, "answer_missing", "emergency_if"),
        ({"verdict": "We do " * 6}, "verdict_too_long", "verdict"),
        ({"verdict_certainty": "moderate"}, "verdict_too_sure", "verdict_certainty"),
        ({"lint_exceptions": [("exception", {"sentence": "x"})]}, "exception_incomplete", "lint_exceptions"),
    ],
)
def test_what_is_missing_is_named_at_its_field(fields, code, field):
    found = findings(make_ready_draft(**fields))
    assert [(finding.code, finding.field) for finding in found] == [(code, field)]
    assert found[0].message.endswith((".", "wrote it."))


@pytest.mark.parametrize(
    "fields",
    [
        {"next_review_due": datetime.date(2028, 11, 3)},
        {"last_reviewed": datetime.date(2024, 2, 29), "next_review_due": datetime.date(2026, 2, 28)},
        {"last_reviewed": TODAY, "next_review_due": TODAY + datetime.timedelta(days=1)},
    ],
    ids=["two years to the day", "from a leap day", "reviewed today"],
)
def test_a_review_may_last_two_years(fields):
    assert codes(make_ready_draft(**fields)) == []


def test_the_only_author_does_not_review():
    person = make_practitioner()
    assert codes(make_ready_draft(author=person, clinical_reviewer=person)) == ["reviewer_is_author"]


def test_every_source_of_a_claim_is_verified_and_none_retracted():
    good, unread = make_verified_source(), make_source(authors="Ju ZY")
    gone = make_verified_source(authors="Li X", is_retracted=True)
    page = make_ready_draft(
        body=[make_care_card(), make_claim(sources=[good, unread, gone]), make_claim(sources=[])]
    )
    found = findings(page)
    assert [(finding.code, finding.place) for finding in found] == [
        ("source_unverified", 1),
        ("source_retracted", 1),
        ("claim_without_source", 2),
    ]
    assert "Part 2 (Claim): nobody has checked Ju 2024." in found[0].message
    assert all(finding.block_id for finding in found)


@pytest.mark.parametrize(("level", "passes"), [("emergency", True), ("urgent", True), ("self_care", False)])
def test_an_article_says_when_to_get_help(level, passes):
    page = make_ready_draft(
        body=[make_care_card(level=level)],
        verdict_certainty="very_low",
        emergency_if="both legs are numb" if level == "emergency" else "",
    )
    assert codes(page) == ([] if passes else ["care_card_missing"])


@pytest.mark.parametrize("place", ["hero", "body"])
@pytest.mark.parametrize("name", ["credit", "license", "alt_decision", "people_shown"])
def test_every_picture_has_its_credit_its_license_and_its_decisions(place, name):
    photo = photo_of(make_picture(**{name: ""}))
    streams = {"hero": [photo]} if place == "hero" else {"body": [make_care_card(), photo]}
    found = findings(make_ready_draft(verdict_certainty="very_low", **streams))
    assert [(finding.code, finding.field) for finding in found] == [(f"picture_{name}_missing", place)]


def test_a_picture_that_shows_something_needs_words():
    photo = photo_of(make_picture(description=""), alt_text="")
    assert codes(make_ready_draft(hero=[photo])) == ["picture_undescribed"]
    photo[1]["image"]["decorative"] = True
    assert codes(make_ready_draft(slug="two", hero=[photo])) == []


def test_a_word_of_the_list_comes_with_what_to_write_instead():
    body = [make_care_card(), ("paragraph", "<p>It cures.</p>")]
    found = findings(make_ready_draft(body=body, verdict_certainty="very_low"))
    assert [(finding.code, finding.field, finding.place) for finding in found] == [
        ("forbidden_word", "body", 1)
    ]
    advice = LintTerm.objects.get(pattern="cures").advice
    assert found[0].message == f"Part 2 (Text): it says “cures”. {advice}"


def test_the_refusal_carries_all_of_it():
    page = make_ready_draft(author=None, summary="A miracle.")
    with pytest.raises(NotReadyError) as refusal:
        page.save_revision(clean=False).publish()
    assert [finding.code for finding in refusal.value.findings] == ["author_missing", "forbidden_word"]
    assert set(refusal.value.message_dict) == {"author", "summary"}


# --- the editor ---------------------------------------------------------------------------------


def edited(page, **changes: str) -> dict[str, str]:
    blocks = [("heading", "What is it?"), ("paragraph", "")]
    form = article_form(*blocks, title=page.title, slug=page.slug, summary="It cures.")
    rich = '{"blocks":[{"text":"A miracle","type":"unstyled","key":"a"}],"entityMap":{}}'
    return form | {"body-1-value": rich, "author": str(page.author_id)} | changes


def test_the_editor_lists_everything_and_keeps_what_was_typed():
    page, browser = make_ready_draft(body=[]), signed_in(make_rita())
    url = f"/admin/pages/{page.pk}/edit/"
    response = browser.post(url, edited(page, **{"action-publish": "1"}))
    seen = response.content.decode()
    for words in ("It stays a draft", "it says “cures”", "Part 2 (Text): it says “miracle”", "no care card"):
        assert words.lower() in seen.lower()
    form = response.context["form"]
    assert set(form.errors) == {"__all__", "summary", "body", *ANSWERS} - {"emergency_if"}
    assert list(form.errors["body"].as_data()[0].block_errors) == [1]
    assert form["summary"].value() == "It cures."

    assert browser.post(url, edited(page)).status_code == 302
    assert ConditionPage.objects.get().get_latest_revision_as_object().summary == "It cures."
    assert ConditionPage.objects.live().count() == 0


def test_it_is_sent_to_the_reviewer_with_the_list_of_what_is_missing():
    page, browser = make_ready_draft(body=[]), signed_in(make_ed())
    url = f"/admin/pages/{page.pk}/edit/"
    response = browser.post(url, edited(page, **{"action-submit": "1"}), follow=True)
    assert "It cannot be approved until this is done" in response.content.decode()
    page = ConditionPage.objects.get()
    assert page.workflow_in_progress

    task = page.current_workflow_task_state
    approve = f"/admin/pages/workflow/action/{page.pk}/approve/{task.pk}/"
    response = signed_in(make_rita()).post(approve, follow=True)
    assert "was not published" in response.content.decode()
    dialog = signed_in(User.objects.get(first_name="Rita")).post(
        approve, {"comment": "Fine"}, headers={"x-requested-with": "XMLHttpRequest"}
    )
    assert dialog.json()["redirect"] == url
    page = ConditionPage.objects.get()
    assert page.workflow_in_progress
    assert page.current_workflow_task_state == task
    assert not page.live


def test_who_submits_hears_nothing_of_what_only_a_review_sets():
    page = make_ready_draft(clinical_reviewer=None, last_reviewed=None, next_review_due=None)
    form = form_of(page, ready=True, **{"action-submit": "1"})
    seen = signed_in(make_ed()).post(f"/admin/pages/{page.pk}/edit/", form, follow=True).content.decode()
    assert "Nothing is left for you to do" in seen
    assert "It cannot be approved" not in seen
    assert ConditionPage.objects.get().workflow_in_progress


def test_a_selection_is_refused_whole_and_each_article_says_why():
    ready, first, second = (
        make_ready_draft(slug="ready"),
        make_condition(slug="one", title="One", live=False),
        make_condition(slug="two", title="Two", live=False),
    )
    ids = "&".join(f"id={page.pk}" for page in (ready, first, second))
    url = f"/admin/bulk/wagtailcore/page/publish/?{ids}&next=/admin/"
    seen = signed_in(make_rita()).post(url, follow=True).content.decode()
    assert "“One” was not published" in seen
    assert "“Two” was not published" in seen
    assert not ConditionPage.objects.live().exists()


def test_a_live_article_that_lacks_something_is_moved_locked_and_unpublished_as_ever():
    page, browser = make_condition(), signed_in(make_sam())
    browser.post(f"/admin/pages/{page.pk}/lock/")
    assert ConditionPage.objects.get().locked
    browser.post(f"/admin/pages/{page.pk}/unlock/")
    page = ConditionPage.objects.get()
    page.save()
    page.move(make_condition_index(), pos="first-child")
    page = ConditionPage.objects.get()
    page.title = "Something new"
    with pytest.raises(NotReadyError):
        page.save()
    page = ConditionPage.objects.get()
    page.unpublish()
    assert not ConditionPage.objects.get().live


def test_the_checks_panel_knows_the_words_and_the_allowed_sentences():
    exception = {"sentence": "Nobody can cure it.", "reason": "It says so."}
    page = make_ready_draft(lint_exceptions=[("exception", exception)])
    AllowedSentence.objects.create(page_id=page.pk, **exception, allowed_by="Rita")
    LintTerm.objects.create(pattern="wonder*", advice="Say what it is, not how it feels.")
    panel = signed_in(make_ed()).get(f"/admin/pages/{page.pk}/edit/").context["side_panels"]
    checks = next(each for each in panel if each.name == "checks")
    axe = checks.get_axe_configuration()
    ids = [name for name, text in axe["messages"].items() if "not how it feels" in str(text["help_text"])]
    assert len(ids) == 1
    check = next(each for each in axe["spec"]["checks"] if each["id"] == ids[0])
    assert check["options"]["patterns"] == [r"(?<![\p{L}\p{N}_])wonder[\p{L}\p{N}_]*"]
    assert check["options"]["allowed"] == ["Nobody can cure it."]
    of_claims = ("clinic-claim-source", "clinic-claim-retracted", "clinic-claim-unchecked")
    for name in (ids[0], *of_claims, "clinic-care-card"):
        assert name in axe["options"]["runOnly"]
        assert name in [rule["id"] for rule in axe["spec"]["rules"]]
        assert name in [check["id"] for check in axe["spec"]["checks"]]


# --- on schedule ------------------------------------------------------------------------------------


def test_on_its_day_the_worker_skips_what_is_no_longer_ready_with_a_line_and_the_rest_goes_live(caplog):
    later = timezone.now() + datetime.timedelta(days=1)
    waiting = [make_ready_draft(slug=slug, title=slug, go_live_at=later) for slug in ("first", "second")]
    for page in waiting:
        page.save_revision().publish()
    source = waiting[0].references[0][1]
    source.is_retracted = True
    source.save()
    Revision.objects.filter(approved_go_live_at=later).update(
        approved_go_live_at=timezone.now() - datetime.timedelta(minutes=1)
    )
    for revision in Revision.objects.filter(approved_go_live_at__isnull=False):
        revision.content["go_live_at"] = "2026-01-01T10:00:00Z"
        Revision.objects.filter(pk=revision.pk).update(content=revision.content)
    with caplog.at_level(logging.ERROR, logger="articles"):
        call_command("run_worker", "--once")
    assert [page.slug for page in ConditionPage.objects.live()] == ["second"]
    assert "first" in caplog.text
    assert "retracted" in caplog.text

    source.is_retracted = False
    source.save()
    # Undoing a retraction takes the check away.
    Source.objects.filter(pk=source.pk).update(verified_by=User.objects.first(), verified_on=TODAY)
    call_command("run_worker", "--once")
    assert {page.slug for page in ConditionPage.objects.live()} == {"first", "second"}
