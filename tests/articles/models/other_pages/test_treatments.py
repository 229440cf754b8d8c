"""Articles about treatments: what holds for those about conditions holds for them, in words of their own."""

import json
import re
from html import unescape

from django.utils import timezone

import pytest

from articles.models import ConditionPage, TreatmentIndexPage, TreatmentPage
from articles.reviews.due import retracted_by_article
from clinic.gate import NotReadyError, findings
from tests.articles.reviews.test_review_act import UNREVIEWED, review_form, review_url
from tests.articles.test_article_page import text_of
from tests.cast import make_ed, make_rita, signed_in
from tests.factories import (
    ANSWERS,
    make_care_card,
    make_claim,
    make_condition,
    make_details,
    make_home,
    make_practitioner,
    make_source,
    make_verified_source,
)

pytestmark = pytest.mark.django_db
URL = "/treatments/cupping/"


def make_treatment(**fields) -> TreatmentPage:
    """A draft about cupping in which the gate finds nothing but that nobody has reviewed it."""
    index = TreatmentIndexPage.objects.first() or make_home().add_child(
        instance=TreatmentIndexPage(title="Treatments", slug="treatments", show_in_menus=True)
    )
    known = {
        "title": "Cupping",
        "slug": "cupping",
        "summary": "What happens, and what is known.",
        "also_known_as": "glass cups",
        "author": make_practitioner(),
        "body": [make_care_card(), make_claim(sources=[make_verified_source()])],
    }
    page = TreatmentPage(**{**known, **ANSWERS, **UNREVIEWED, **fields, "live": False})
    return index.add_child(instance=page)


def review(page: TreatmentPage) -> str:
    reviewer = make_practitioner(name="Robin Reed")
    return signed_in(make_rita()).post(review_url(page), review_form(reviewer), follow=True).text


def test_a_full_review_publishes_one_and_readers_find_it_everywhere(client):
    make_details()
    make_condition()
    assert "is recorded, and the article is published" in review(make_treatment())
    page = client.get(URL)
    seen = text_of(page)
    for question in ("How long a session takes", "What to know first", "Does it help?"):
        assert question in seen
    nodes = json.loads(re.search(r'ld\+json">(.*?)</script>', page.text, re.DOTALL)[1])["@graph"]
    [article] = [node for node in nodes if node["@type"] == "MedicalWebPage"]
    assert article["about"] == {
        "@type": "MedicalTherapy",
        "name": "Cupping",
        "alternateName": ["glass cups"],
    }
    assert "mentions" not in article
    for address in ("/treatments/", "/sitemap.xml", "/search/?query=cupping", "/feed.xml"):
        assert URL in client.get(address).text, address
    assert 'href="/treatments/">Treatments' in client.get("/").text


def test_lists_of_conditions_leave_them_out(client):
    make_details()
    make_condition()
    review(make_treatment())
    for address in ("/conditions/", "/search/?query=zzzz"):
        html = client.get(address).text
        assert "/conditions/sciatica/" in html
        assert URL not in html, address


def test_the_gate_asks_as_much_of_one_and_names_its_fields_as_the_editor_does():
    page = make_treatment(what_helps="", body=[])
    found = {finding.code for finding in findings(page)}
    assert {"answer_missing", "care_card_missing", "reviewer_missing", "last_reviewed_missing"} <= found
    label = "What to know first"
    assert any(f"“{label}” is empty" in finding.message for finding in findings(page))
    assert label in unescape(signed_in(make_ed()).get(f"/admin/pages/{page.pk}/edit/").text)
    with pytest.raises(NotReadyError):
        page.save_revision().publish()


def test_reviews_and_sources_are_watched_as_those_of_conditions():
    source = make_source(is_retracted=True, retraction_note="Data made up.")
    page = make_treatment(body=[make_claim(sources=[make_verified_source()])])
    page.body = [make_claim(sources=[source])]
    page.save_revision()
    ConditionPage.objects.filter(pk=page.pk).update(next_review_due=timezone.localdate())
    assert retracted_by_article() == {page.pk: [source.short_name]}
    report = signed_in(make_rita()).get("/admin/reviews/").text
    assert "Cupping" in report
