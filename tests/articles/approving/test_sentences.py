"""Approving: two people write one article, each approves what the other wrote, and then it goes public."""

from django.urls import reverse

import pytest

from articles.answering.acts import answer_obstacle
from articles.models import ConditionPage, ContentUnit
from articles.models.four_eyes import FourEyesError
from articles.statements.keys import key_of
from clinic.models import User
from tests.articles.approving.test_writers import ED, RITA, paragraphs, saved
from tests.cast import make_ed, make_freya, make_rita, signed_in
from tests.factories import make_claim, make_ready_draft, make_verified_source

pytestmark = pytest.mark.django_db
BULK = "/admin/bulk/wagtailcore/page/publish/?id={}&next=/admin/"


def url_of(page: ConditionPage) -> str:
    return reverse("articles_approving:sentences", args=[page.pk])


def publish(page: ConditionPage, user: User) -> str:
    return signed_in(user).post(BULK.format(page.pk), follow=True).content.decode()


def approve(page: ConditionPage, user: User, *, shown: str | None = None) -> str:
    """Open the screen, and press its button."""
    browser = signed_in(user)
    found = browser.get(url_of(page)).context["shown"]
    data = {"shown": found if shown is None else shown}
    return browser.post(url_of(page), data, follow=True).content.decode()


def is_live() -> bool:
    return ConditionPage.objects.live().exists()


def written_by_both(ed: User, rita: User) -> ConditionPage:
    page = saved(saved(make_ready_draft(), None), rita, summary=RITA)
    return saved(page, ed, also_known_as="nerve pain in the leg")


def test_words_of_the_reviewer_stay_hers_when_somebody_else_changes_another_field():
    ed, rita = make_ed(), make_rita()
    page = written_by_both(ed, rita)
    refused = publish(page, rita)
    assert not is_live()
    assert RITA in refused
    assert "Ed Editor can approve it" in refused
    assert "nerve pain in the leg" not in refused
    approve(page, ed)
    publish(page, rita)
    assert is_live()


def test_two_who_write_each_approve_what_the_other_wrote():
    ed, rita = make_ed(), make_rita()
    page = written_by_both(ed, rita)
    approve(page, rita)
    waiting = ContentUnit.objects.in_draft().unseen()
    assert {unit.writer for unit in waiting} == {rita}
    approve(page, ed)
    assert not waiting.all().exists()
    rows = ContentUnit.objects.filter(approved_at__isnull=False)
    assert {(row.writer, row.approved_by, row.approved_by_name) for row in rows} == {
        (ed, rita, "Rita Reviewer"),
        (rita, ed, "Ed Editor"),
    }
    publish(page, rita)
    assert is_live()


def test_nobody_approves_their_own_words_however_they_ask():
    rita = make_rita()
    page = saved(make_ready_draft(), rita, summary=RITA)
    every = ",".join(str(unit.pk) for unit in ContentUnit.objects.all())
    approve(page, rita, shown=every)
    assert not ContentUnit.objects.exclude(approved_at=None).exists()
    assert str(NOTHING) in signed_in(rita).get(url_of(page)).content.decode()


NOTHING = "Nothing here waits for you"


def test_what_was_written_while_somebody_read_is_not_approved():
    ed, rita = make_ed(), make_rita()
    page = saved(make_ready_draft(), rita, summary=RITA)
    browser = signed_in(ed)
    shown = browser.get(url_of(page)).context["shown"]
    page = saved(page, rita, summary="Rita wrote something else meanwhile.")
    seen = browser.post(url_of(page), {"shown": shown}, follow=True).content.decode()
    assert "Something was changed while you were reading" in seen
    assert "Rita wrote something else meanwhile." in seen
    unseen = ContentUnit.objects.in_draft().unseen()
    assert [unit.key for unit in unseen] == [key_of("Rita wrote something else meanwhile.")]
    browser.post(url_of(page), {"shown": "1,2,x,,-3"})
    assert unseen.count() == 1


def test_a_change_after_the_approval_needs_another_one():
    ed, rita = make_ed(), make_rita()
    page = saved(make_ready_draft(), rita, summary=RITA)
    approve(page, ed)
    page = saved(page, rita, summary="Rita wrote this one, and more.")
    publish(page, rita)
    assert not is_live()


def test_whoever_publishes_approves_what_others_wrote():
    ed, rita = make_ed(), make_rita()
    page = saved(make_ready_draft(), ed, summary=ED)
    publish(page, rita)
    assert is_live()
    row = ContentUnit.objects.get(key=key_of(ED))
    assert (row.approved_by, row.is_live) == (rita, True)


def test_an_older_version_is_published_by_nobody_who_could_have_written_it():
    ed, rita = make_ed(), make_rita()
    page = saved(make_ready_draft(), rita, summary=RITA)
    old = page.get_latest_revision()
    page = saved(page, ed, summary=ED)
    with pytest.raises(FourEyesError):
        old.publish(user=rita)
    assert not is_live()
    old.publish()
    assert is_live()


def test_the_screen_shows_what_is_new_with_what_readers_see_there_today():
    ed, rita = make_ed(), make_rita()
    source = make_verified_source()
    page = saved(make_ready_draft(), ed, summary="Our house has two doors.")
    page.get_latest_revision().publish(user=rita)
    body = ConditionPage.objects.get().body.raw_data
    claim = {**body[1], "value": {**body[1]["value"], "certainty": "very_low"}}
    page = saved(page, rita, summary="Our house has three doors.", body=[body[0], claim])
    seen = signed_in(ed).get(url_of(page))
    (writing,) = seen.context["of_others"]
    lines = {line.words: (line.where, line.before) for line in writing.lines}
    assert lines["Our house has three doors."] == ("Summary", "Our house has two doors.")
    assert any("Certainty: Very low" in words for words in lines)
    assert any("Certainty: Low" in before for _where, before in lines.values())
    assert "Written by Rita Reviewer" in seen.content.decode()
    assert source.short_name not in seen.content.decode()


def test_only_who_may_change_the_article_approves_it_and_its_history_tells():
    ed, rita = make_ed(), make_rita()
    page = saved(make_ready_draft(), rita, summary=RITA)
    refused = signed_in(make_freya()).post(url_of(page), {"shown": "1"})
    assert refused.status_code == 302
    assert ContentUnit.objects.unseen().exists()
    approve(page, ed)
    history = signed_in(rita).get(f"/admin/pages/{page.pk}/history/").content.decode()
    assert "Approved sentences that others wrote" in history


def test_the_menu_of_an_article_leads_there_while_something_waits():
    ed, rita = make_ed(), make_rita()
    page = saved(make_ready_draft(), rita, summary=RITA)
    edit = f"/admin/pages/{page.pk}/edit/"
    assert url_of(page) in signed_in(ed).get(edit).content.decode()
    approve(page, ed)
    assert url_of(page) not in signed_in(ed).get(edit).content.decode()


def test_claims_are_listed_with_their_sources_by_name():
    ed, rita = make_ed(), make_rita()
    source = make_verified_source(authors="Ju ZY")
    page = saved(make_ready_draft(body=[]), rita, body=[make_claim(sources=[source]), *paragraphs(RITA)])
    seen = signed_in(ed).get(url_of(page)).content.decode()
    assert "Ju" in seen
    assert "Compared with: Sham acupuncture" in seen


def test_a_statement_is_answered_for_by_somebody_other_than_its_writer():
    ed, rita = make_ed(), make_rita()
    page = saved(saved(make_ready_draft(), None), rita, summary=RITA)
    assert "You wrote this sentence yourself" in answer_obstacle(rita, page, key_of(RITA))
    page = saved(page, ed, summary=ED)
    assert not answer_obstacle(rita, page, key_of(ED))
    assert "Only clinical reviewers" in answer_obstacle(ed, page, key_of(ED))
