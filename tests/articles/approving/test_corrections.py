"""Corrections: readers see what somebody else confirmed, or what only tells that something is gone."""

from django.db import IntegrityError, connection, transaction
from django.urls import reverse

import pytest

from articles.models import ConditionPage, Correction, CorrectionDecision
from tests.articles.approving.test_writers import paragraphs, saved
from tests.articles.reviews.test_review_readers import FORM, URL, correct
from tests.articles.test_article_page import text_of
from tests.cast import make_ed, make_freya, make_rita, make_sam, signed_in
from tests.factories import make_condition, make_ready_draft

pytestmark = pytest.mark.django_db
SCREEN = "/admin/approving/corrections/"
TAKEN_OUT = "Our house has two doors."


def decide(user, decision: str = "confirm", **data):
    data = {"correction": Correction.objects.latest("pk").pk, "decision": decision, **data}
    return signed_in(user).post(SCREEN, data, follow=True)


def test_readers_see_a_correction_when_a_second_person_has_confirmed_it(client):
    page, rita, ed = make_condition(), make_rita(), make_ed()
    told = signed_in(rita).post(reverse("articles_review:correct", args=[page.pk]), FORM, follow=True)
    assert "Ed Editor can do so" in told.content.decode()
    for who in (rita, make_freya()):
        decide(who)
        assert "Corrections" not in text_of(client.get(URL))
    assert FORM["is_right"] in signed_in(ed).get(SCREEN).content.decode()
    assert FORM["is_right"] not in signed_in(rita).get(SCREEN).content.decode()
    assert "1 correction waits for a second person" in signed_in(ed).get("/admin/").content.decode()
    decide(ed)
    assert FORM["is_right"] in text_of(client.get(URL))
    decision = CorrectionDecision.objects.get()
    assert (decision.decided_by, decision.decided_by_name) == (ed, "Ed Editor")


def test_a_declined_correction_is_never_shown_and_its_writer_reads_why(client):
    page, rita, ed = make_condition(), make_rita(), make_ed()
    correct(page, rita)
    assert "Say why" in decide(ed, "decline").content.decode()
    assert "special control characters" in decide(ed, "decline", reason="a\0b").content.decode()
    decide(ed, "decline", reason="There are four.")
    assert "already" in decide(make_sam()).content.decode()
    assert "Corrections" not in text_of(client.get(URL))
    form = signed_in(rita).get(reverse("articles_review:correct", args=[page.pk])).content.decode()
    assert "Declined by Ed Editor: There are four." in form


def test_the_words_of_a_correction_pass_the_gate_when_entered_and_when_confirmed(client):
    page, rita = make_condition(), make_rita()
    response = correct(page, rita, is_right="It is a guaranteed cure.")
    assert response.status_code == 422
    assert not Correction.objects.exists()
    Correction.objects.create(page=page, page_title="x", **{**FORM, "is_right": "A proven cure."}, waits=True)
    decide(make_ed())
    assert not CorrectionDecision.objects.exists()
    assert "Corrections" not in text_of(client.get(URL))


def test_what_only_says_that_something_was_taken_out_is_shown_at_once(client):
    rita, ed = make_rita(), make_ed()
    draft = make_ready_draft()
    page = saved(draft, ed, body=[*draft.body.raw_data, *raw(TAKEN_OUT, "It hurts.")])
    page.get_latest_revision().publish(user=rita)
    page = ConditionPage.objects.get()
    only = {"only_removes": "on", "is_right": "", "was_wrong": TAKEN_OUT}
    assert correct(page, rita, **only).status_code == 422
    page = saved(page, rita, body=[*page.body.raw_data[:-1], *raw("It hurts.")])
    page.get_latest_revision().publish(user=rita)
    for wrong in ({"was_wrong": "Our house has four doors."}, {"is_right": "It has three."}):
        assert correct(page, rita, **{**only, **wrong}).status_code == 422
    assert not Correction.objects.exists()
    assert correct(page, rita, **only).status_code == 302
    seen = text_of(client.get(URL))
    assert TAKEN_OUT in seen
    assert "We took this out." in seen


def raw(*sentences: str) -> list[dict]:
    ((kind, value),) = paragraphs(*sentences)
    return [{"type": kind, "value": value}]


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE articles_correctiondecision SET is_confirmed = true",
        "UPDATE articles_correctiondecision SET reason = ''",
        "UPDATE articles_correction SET waits = false",
        "DELETE FROM articles_correctiondecision",
    ],
)
def test_the_database_keeps_decisions(sql):
    correct(make_condition(), make_rita())
    decide(make_ed(), "decline", reason="No.")
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
    User = type(make_freya())
    User.objects.get(email="ed@clinic.example").delete()
    assert CorrectionDecision.objects.get().decided_by_name == "Ed Editor"
