"""Records whose words do not hold: taken down field by field, told in red, and back by themselves."""

import datetime

from django.apps import apps
from django.core import mail
from django.db import connection
from django.utils import timezone

import pytest

from articles.models import Correction, LintTerm, SafetyNotice, StatementAnswer
from articles.statements.reading import _printed, streams_of
from articles.withholding.stand_ins_of_records import NEVER, STAND_INS
from articles.withholding.turns import judge_what_changed
from clinic.models import ClinicImage, ClinicSettings, Practitioner, RecordJudgment
from clinic.site_version.tables import public_tables
from tests.articles.test_article_page import text_of
from tests.cast import make_ed, make_olive, make_rita, signed_in
from tests.factories import (
    make_details,
    make_information_page,
    make_picture,
    make_practitioner,
    make_ready_draft,
    make_safety_notice,
)

pytestmark = pytest.mark.django_db
NOTICE = "We took this part down while a clinician checks it."
DAY = datetime.timedelta(hours=25)
# Public tables of which nothing is a text of the clinic's own.
NO_WORDS_OF_OURS = {
    "ClinicRendition", "Locale", "Site", "PageViewRestriction", "ReferenceIndex",
    # Addresses; what a publication is called, which a reviewer compares with it; and what staff alone see.
    "Redirect", "Source", "CorrectionDecision",
}  # fmt: skip


def worker(*, later: datetime.timedelta = datetime.timedelta()) -> None:
    for _turn in range(2):
        judge_what_changed(timezone.now() + later)


def test_every_text_that_readers_see_of_a_record_is_judged_and_goes_or_stays_on_purpose():
    models = [each for each in apps.get_models() if each._meta.db_table in public_tables()]
    for model in models:
        if hasattr(model, "get_url_parts") or model.__name__ in NO_WORDS_OF_OURS:
            continue
        named = {*STAND_INS[model], *NEVER[model], *({"closures"} & set(streams_of(model)))}
        assert {field.name for field in _printed(model)} | set(streams_of(model)) == named, model


def test_what_sql_wrote_is_red_within_a_minute_and_gone_after_the_grace(client):
    make_details()
    person = make_practitioner(biography="She grew up here.")
    Practitioner.objects.update(biography="Her needles are a proven cure.", role="Miracle worker")
    notice = make_safety_notice()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE articles_safetynotice SET body = '<p>Safer than any drug: it cures.</p>'")
    page = make_information_page(body=[("people", {"heading": "Who treats you"})])
    worker()
    assert "proven cure" in client.get("/about/").content.decode()
    olive = text_of(signed_in(make_olive()).get("/admin/"))
    assert "Practitioner: Alex Needham" in olive
    assert "readers still see all of it." in olive
    assert "it says “proven”" in olive
    worker(later=DAY)
    seen = client.get("/about/").content.decode()
    for words in ("proven", "Miracle"):
        assert words not in seen
    for words in (NOTICE, "Alex Needham", "tel:+19495106333"):
        assert words in seen
    notice.refresh_from_db()
    assert NOTICE in notice.body
    # Saved anew with words that pass, nothing of it is told any more.
    person.refresh_from_db()
    person.biography, person.role = "She grew up here.", "Acupuncturist"
    person.full_clean()
    person.save()
    worker(later=DAY)
    assert "She grew up here." in client.get(page.url).content.decode()
    assert [each.name for each in RecordJudgment.objects.exclude(fails_since=None)] == ["Safety"]


def test_a_new_rule_takes_words_at_once_and_gives_them_back_and_nothing_that_is_needed():
    words = {"parking": "Wonderworks behind the house.", "form_closed": "Closed for wonderworks."}
    closed = {"first_day": "2030-12-24", "last_day": "2030-12-24", "reason": "Wonderworks"}
    make_details(locality="Wonderworks", closures=[("closure", closed)], **words)
    picture = make_picture(description="Wonderworks")
    worker()
    LintTerm.objects.create(pattern="wonderworks", advice="Say what it is.")
    worker()
    details = ClinicSettings.objects.get()
    assert (details.parking, details.locality) == ("", "Wonderworks")
    assert details.form_closed == "We take no requests here at the moment. Please call us."
    [closure] = details.closures
    assert closure.value["reason"] == ""
    assert str(closure.value["first_day"]) == "2030-12-24"
    picture.refresh_from_db()
    assert picture.description == NOTICE
    # Who changes the hours meanwhile neither loses nor publishes what was taken down.
    details.save()
    LintTerm.objects.filter(pattern="wonderworks").update(is_active=False)
    worker()
    details = ClinicSettings.objects.get()
    assert {name: getattr(details, name) for name in words} == words
    assert details.closures[0].value["reason"] == "Wonderworks"
    assert ClinicImage.objects.get().description == "Wonderworks"
    assert not RecordJudgment.objects.exclude(fails_since=None)


def test_a_sentence_that_came_past_the_door_waits_for_a_reviewer_whose_answer_brings_it_back():
    rita = make_rita()
    make_details()
    make_practitioner(biography="Acupuncture eases pain.")
    worker()
    [message] = mail.outbox
    assert "- Practitioner: Alex Needham" in message.body
    assert "eases" not in message.body
    worker(later=DAY)
    assert Practitioner.objects.get().biography == NOTICE
    question = StatementAnswer.objects.get(kind="")
    signed_in(rita).post("/admin/statements/waiting/", {f"answer-{question.pk}": "no_claim:other"})
    worker(later=DAY)
    assert Practitioner.objects.get().biography == "Acupuncture eases pain."


def test_a_correction_and_a_name_stay_and_are_told():
    page = make_ready_draft()
    said = {"was_wrong": "x", "is_right": "It is a miracle.", "corrected_by": "R"}
    Correction.objects.create(page=page, page_title="x", corrected_on=timezone.localdate(), **said)
    make_practitioner(name="Ana Miracle")
    worker()
    worker(later=DAY)
    assert Practitioner.objects.filter(name="Ana Miracle").exists()
    assert Correction.objects.get().is_right == said["is_right"]
    panel = text_of(signed_in(make_rita()).get("/admin/"))
    assert panel.count("readers still see all of it.") == 2


def test_what_is_deleted_is_told_no_longer():
    make_safety_notice(body="<p>It cures.</p>")
    worker()
    failing = RecordJudgment.objects.exclude(fails_since=None)
    assert failing.get().findings
    SafetyNotice.objects.all().delete()
    assert signed_in(make_ed()).get("/admin/").status_code == 200
    worker()
    assert not failing.exists()
