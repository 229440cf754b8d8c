"""Two versions of an article are compared in words: apart, with labels, and without "None"."""

import datetime
import re

from django.urls import reverse

import pytest

from tests.cast import make_rita, signed_in
from tests.factories import (
    make_care_card,
    make_claim,
    make_picture,
    make_practitioner,
    make_ready_draft,
    make_source,
    photo_of,
)

pytestmark = pytest.mark.django_db


def test_what_changed_reads_as_people_say_it():
    picture, source = make_picture(title="A hand at rest"), make_source(authors="Tu JF", year=2024)
    words = "<p>First.</p><p>Second<br>third.</p><ul><li>One</li><li>Two</li></ul>"
    kept = [make_care_card(), ("paragraph", words)]
    page = make_ready_draft(next_review_due=None, last_reviewed=None, body=kept)
    page.save_revision()
    page.author = make_practitioner(name="Ana Reyes")
    page.next_review_due = datetime.date(2027, 3, 2)
    raw = list(page.body.raw_data)
    page.body = [*raw[:1], {**raw[1], "value": "<p>First.</p><p>Second<br>fourth.</p>"}]
    page.body.append(make_claim(sources=[source]))
    page.body.append(photo_of(picture))
    page.save_revision()
    first, second = page.revisions.order_by("pk").values_list("pk", flat=True)
    address = reverse("wagtailadmin_pages:revisions_compare", args=[page.pk, first, second])
    html = signed_in(make_rita()).get(address).text
    seen = " ".join(re.sub(r"<[^>]+>", "", html).split())
    assert "None" not in seen
    for words in ("Ana Reyes", "First. Second", "Tu 2024", "A hand at rest", "Low", "Sham acupuncture"):
        assert words in seen, words
    for glued in ("First.Second", "secondthird", "OneTwo", "Secondf"):
        assert glued not in seen, glued
