"""What readers see of reviews: late ones, claims that give way, corrections, and who stands behind a page."""

import datetime

from django.core.cache import cache
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

import pytest

from articles.models import ConditionPage, Correction
from tests.articles.test_article_page import rich_article, text_of
from tests.cast import make_ed, make_rita, make_sam, signed_in
from tests.factories import (
    make_claim,
    make_condition,
    make_details,
    make_information_page,
    make_practitioner,
    make_source,
)

pytestmark = pytest.mark.django_db
URL = "/conditions/sciatica/"
FORM = {
    "corrected_on": "2026-11-03",
    "was_wrong": "We said that <b>two</b> trials exist.",
    "is_right": "There are three.",
    "corrected_by": "Robin Reed",
}


def make_late(*, days: int):
    return make_condition(
        next_review_due=timezone.localdate() - datetime.timedelta(days=days),
        body=[
            ("heading", "What does research say?"),
            make_claim(sources=[make_source(authors="Tu JF")], text="leg pain eased in one trial."),
            make_claim(sources=[make_source(authors="Ju ZY")], text="sleep got better."),
            ("paragraph", "<p>It runs down the leg.</p>"),
        ],
    )


def correct(page, user, **changes):
    url = reverse("articles_review:correct", args=[page.pk])
    return signed_in(user).post(url, {**FORM, **changes})


def confirm(user):
    """Confirm each correction that waits, as a second person."""
    for correction in Correction.objects.undecided():
        data = {"correction": correction.pk, "decision": "confirm"}
        assert signed_in(user).post(reverse("articles_approving:corrections"), data).status_code == 302


@pytest.mark.parametrize(("days", "withheld"), [(1, False), (30, False), (31, True)])
def test_past_the_grace_claims_and_sources_give_way_to_a_notice(client, settings, days, withheld):
    settings.ARTICLE_REVIEW_GRACE_DAYS = 30
    make_late(days=days)
    seen = text_of(client.get(URL))
    assert "overdue for review" in seen
    assert "It runs down the leg." in seen
    assert seen.count("its review is long overdue") == int(withheld)
    for words in ("leg pain eased in one trial.", "sleep got better.", "Tu 2024", "Ju 2024"):
        assert (words in seen) is not withheld
    assert ('id="sources"' in client.get(URL).content.decode()) is not withheld


def test_without_an_answer_in_the_environment_the_grace_is_ninety_days(settings):
    assert settings.ARTICLE_REVIEW_GRACE_DAYS == 90


def test_readers_see_what_was_corrected_and_no_markup_of_it(client):
    page = make_condition()
    assert "Corrections" not in text_of(client.get(URL))
    assert correct(page, make_rita()).status_code == 302
    assert "Corrections" not in text_of(client.get(URL))
    confirm(make_ed())
    html = client.get(URL).content.decode()
    assert "We said that &lt;b&gt;two&lt;/b&gt; trials exist." in html
    seen = text_of(client.get(URL))
    for words in ("Corrections", "November 3, 2026", "by Robin Reed", "There are three."):
        assert words in seen


def test_corrections_cost_no_query(client):
    make_details()
    make_information_page(show_in_menus=True)
    page, rita = rich_article(), make_rita()
    for _number in range(3):
        correct(page, rita)
    confirm(make_ed())
    # What the process remembers for some seconds is asked for now, and not by the visit that is counted.
    cache.clear()
    client.get(URL)
    with CaptureQueriesContext(connection) as queries:
        response = client.get(URL)
    assert text_of(response).count("There are three.") == 3
    assert len(queries) <= 8, "\n".join(query["sql"] for query in queries)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"corrected_on": "2999-01-01"}, "corrected_on"),
        ({"corrected_on": "11/3"}, "corrected_on"),
        ({"was_wrong": " "}, "was_wrong"),
        ({"is_right": ""}, "is_right"),
        ({"corrected_by": ""}, "corrected_by"),
    ],
)
def test_a_correction_says_when_what_and_by_whom(changes, field):
    response = correct(make_condition(), make_rita(), **changes)
    assert response.status_code == 422
    assert field in response.context["form"].errors
    assert not Correction.objects.exists()


def test_editors_do_not_publish_corrections():
    assert correct(make_condition(), make_ed()).status_code == 302
    assert not Correction.objects.exists()


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE articles_correction SET was_wrong = ''",
        "UPDATE articles_correction SET corrected_on = corrected_on + 1",
        "UPDATE articles_correction SET done_by_id = NULL, done_by_name = ''",
        "DELETE FROM articles_correction",
    ],
)
def test_the_database_keeps_corrections(sql):
    correct(make_condition(), make_rita())
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
    assert Correction.objects.get().was_wrong == FORM["was_wrong"]


def test_an_article_that_does_harm_can_go_and_its_corrections_stay():
    page, rita = make_condition(), make_rita()
    correct(page, rita)
    url = reverse("wagtailadmin_pages:delete", args=[page.pk])
    assert signed_in(make_sam()).post(url).status_code == 302
    assert not ConditionPage.objects.exists()
    rita.delete()
    correction = Correction.objects.get()
    assert (correction.page, correction.page_title) == (None, "Sciatica")
    assert (correction.done_by, correction.done_by_name) == (None, "Rita Reviewer")


def test_a_page_says_who_reviewed_it_who_publishes_it_and_what_they_sell(client):
    make_details()
    make_information_page(title="Editorial policy", slug="editorial-policy")
    reviewer = make_practitioner(name="Robin Reed", post_nominals="L.Ac.", license_number="AC 12345")
    make_condition(clinical_reviewer=reviewer)
    response = client.get(URL)
    seen = text_of(response)
    assert "Acupuncture Halls publishes this page and offers the treatment it is about" in seen
    for words in ("Robin Reed, L.Ac.", "license AC 12345", "California Acupuncture Board"):
        assert words in seen
    assert '<a href="/editorial-policy/">Editorial policy</a>' in response.content.decode()
