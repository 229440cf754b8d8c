"""The report "Review due", its export, and the dashboard's panel: what needs doing, and who sees it."""

import csv
import datetime
import io

from django.urls import reverse
from django.utils import timezone

import pytest
from openpyxl import load_workbook

from tests.cast import make_ed, make_freya, make_rita, signed_in
from tests.factories import make_claim, make_condition, make_practitioner, make_ready_draft, make_source

pytestmark = pytest.mark.django_db
DAYS = {"Late": -1, "Today": 0, "Thirty": 30, "Thirty one": 31, "Ninety": 90, "Far": 91}
REPORT = "/admin/reviews/"


def make_articles(**fields) -> dict[str, object]:
    today = timezone.localdate()
    return {
        title: make_condition(
            title=title,
            slug=title.lower().replace(" ", "-"),
            next_review_due=today + datetime.timedelta(days=days),
            **fields,
        )
        for title, days in DAYS.items()
    }


def titles(response) -> set[str]:
    return {page.title for page in response.context["object_list"]}


def rows(response) -> list[dict[str, str]]:
    text = b"".join(response.streaming_content).decode()
    return list(csv.DictReader(io.StringIO(text)))


@pytest.mark.parametrize(
    ("chosen", "found"),
    [
        ("", set(DAYS)),
        ("overdue", {"Late"}),
        ("30", {"Today", "Thirty"}),
        ("90", {"Today", "Thirty", "Thirty one", "Ninety"}),
        ("never", set()),
    ],
)
def test_the_report_lists_what_is_due_when(chosen, found):
    make_articles()
    response = signed_in(make_ed()).get(REPORT, {"due": chosen})
    assert response.status_code == 200
    assert titles(response) == found


def test_each_row_says_where_the_review_stands_and_who_did_the_last():
    make_articles(clinical_reviewer=make_practitioner(name="Robin Reed"))
    make_condition(title="New", slug="new", live=False, next_review_due=None)
    html = signed_in(make_ed()).get(REPORT).content.decode()
    for words in ("Overdue", "Due within 30 days", "Due within 90 days", "Never reviewed", "Robin Reed"):
        assert words in html


def test_the_report_can_be_narrowed_to_one_reviewer():
    robin = make_practitioner(name="Robin Reed")
    make_condition(title="Hers", slug="hers", clinical_reviewer=robin)
    make_condition(title="Not hers", slug="not-hers")
    response = signed_in(make_ed()).get(REPORT, {"clinical_reviewer": robin.pk})
    assert titles(response) == {"Hers"}


def test_the_export_holds_the_same_rows_and_no_formula():
    make_articles()
    make_condition(title="=1+1", slug="formula", next_review_due=None)
    client = signed_in(make_ed())
    exported = rows(client.get(REPORT, {"export": "csv"}))
    assert {row["Title"] for row in exported} == {*DAYS, "'=1+1"}
    soon, later = "Due within 30 days", "Due within 90 days"
    assert {row["Title"]: row["Review"] for row in exported} == {
        "Late": "Overdue", "Today": soon, "Thirty": soon, "Thirty one": later, "Ninety": later, "Far": "",
        "'=1+1": "Never reviewed",
    }  # fmt: skip
    assert {row["Title"] for row in rows(client.get(REPORT, {"export": "csv", "due": "overdue"}))} == {"Late"}
    sheet = load_workbook(io.BytesIO(b"".join(client.get(REPORT, {"export": "xlsx"}).streaming_content)))
    assert sheet.active.max_row == len(DAYS) + 2


def test_a_retracted_source_flags_every_article_that_cites_it(django_capture_on_commit_callbacks):
    bad, good = make_source(authors="Bad B", year=2020), make_source(authors="Good G")
    with django_capture_on_commit_callbacks(execute=True):
        make_condition(title="Cites", slug="cites", body=[make_claim(sources=[good, bad])])
        make_condition(title="Does not", slug="does-not", body=[make_claim(sources=[good])])
    bad.is_retracted = True
    bad.save()
    client = signed_in(make_ed())
    response = client.get(REPORT, {"retracted": "true"})
    assert titles(response) == {"Cites"}
    assert "Bad 2020" in response.content.decode()
    assert titles(client.get(REPORT, {"retracted": "false"})) == {"Does not"}
    by_title = {row["Title"]: row["Retracted sources"] for row in rows(client.get(REPORT, {"export": "csv"}))}
    assert by_title == {"Cites": "Bad 2020", "Does not": ""}
    panel = client.get("/admin/").content.decode()
    assert "Cites a retracted source (1)" in panel


@pytest.mark.parametrize("export", ["", "csv", "xlsx"])
def test_the_front_desk_has_neither_report_nor_panel(export):
    make_articles()
    client = signed_in(make_freya())
    response = client.get(REPORT, {"export": export})
    assert response.status_code == 302
    home = client.get("/admin/").content.decode()
    assert "Articles: what needs doing" not in home
    assert REPORT not in home


def test_the_panel_says_what_needs_doing():
    make_articles()
    html = signed_in(make_ed()).get("/admin/").content.decode()
    assert "Articles: what needs doing" in html
    assert "Overdue for review (1)" in html
    assert "Due within 30 days (2)" in html
    assert f'href="{reverse("articles_review:report")}"' in html


def test_the_panel_shows_who_submitted_it_what_was_sent_back_and_why():
    ed, page = make_ed(), make_ready_draft()
    page.save_revision(user=ed)
    task_state = page.get_workflow().start(page, ed).current_task_state
    quiet = "nothing waits for you"
    assert quiet in signed_in(ed).get("/admin/").content.decode()
    task_state.task.specific.on_action(task_state, make_rita(), "reject", comment="How many people?")
    panel = signed_in(ed).get("/admin/").content.decode().partition("Articles: what needs doing")[2]
    panel = panel.partition("See all articles")[0]
    assert "Rita Reviewer: “How many people?”" in panel
    assert quiet not in panel
    page.current_workflow_state.resume(ed)
    assert "Sent back to you" not in signed_in(ed).get("/admin/").content.decode()


def test_the_panel_is_quiet_when_nothing_is_due():
    make_condition()
    html = signed_in(make_ed()).get("/admin/").content.decode()
    assert "There is nothing to do: no review is due within 30 days" in html


def test_the_panel_shows_a_reviewer_what_waits_for_their_approval_and_not_their_own():
    ed, rita = make_ed(), make_rita()
    theirs, own = make_ready_draft(title="By Ed"), make_ready_draft(title="By Rita", slug="rita")
    changed = make_ready_draft(title="Changed by Rita since", slug="changed")
    for page, writer in ((theirs, ed), (own, rita), (changed, ed)):
        page.save_revision(user=writer)
        page.get_workflow().start(page, writer)
    changed.summary = "Better said."
    changed.save_revision(user=rita)
    panel = signed_in(rita).get("/admin/").content.decode().partition("Articles: what needs doing")[2]
    assert "Waiting for your approval" in panel
    waiting, _heading, sentences = panel.partition("See all articles")[0].partition("Sentences to approve")
    assert "By Ed" in waiting
    # What she wrote into it is for Ed, what he wrote for her.
    assert "Changed by Rita since" in sentences
    for title in ("By Rita", "Changed by Rita since"):
        assert title not in waiting
    editors = signed_in(ed).get("/admin/").content.decode().partition("Articles: what needs doing")[2]
    assert "Waiting for your approval" not in editors
    listed = editors.partition("See all articles")[0]
    assert "Sentences to approve" in listed
    assert "By Ed" not in listed
    assert [title for title in ("By Rita", "Changed by Rita since") if title not in listed] == []
