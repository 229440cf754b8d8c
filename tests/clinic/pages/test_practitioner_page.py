"""A page about a practitioner: what it prints of the record, who is led to it, and when it is gone."""

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

import pytest

from clinic.identity.clinic_time import clinic_today
from clinic.models import Practitioner, PractitionerPage
from tests.factories import (
    make_condition,
    make_details,
    make_hours,
    make_information_page,
    make_picture,
    make_practitioner,
    photo_of,
)

pytestmark = pytest.mark.django_db

PEOPLE = [("people", {"heading": "Who will see you?"})]
LONG_NAME = "María-José Fernández de la Concepción y Villavicencio-Montoya"


def make_person_page(**fields) -> PractitionerPage:
    sam = make_practitioner(
        name=LONG_NAME,
        slug="sam",
        post_nominals="L.Ac.",
        license_number="AC 12345",
        languages="English, Vietnamese",
        biography="I ask before each step.",
        working_hours=[make_hours(day=1), make_hours(day=3)],
    )
    training = {"what": "MSc", "where": "A school", "when": "2010"}
    body = [
        ("trainings", {"heading": "Training", "items": [training]}),
        ("sees", {"heading": "Sees", "pages": [make_condition()], "more": "Jaw pain."}),
    ]
    known = {"practitioner": sam, "title": LONG_NAME, "slug": "sam", "introduction": "Sam sees faces."}
    about = make_information_page(title="Our people", slug="people", body=PEOPLE)
    return about.add_child(instance=PractitionerPage(**{**known, "body": body, **fields}))


def test_it_says_who_this_is_and_leads_to_the_form_with_a_wish(client):
    make_details()
    page = make_person_page()
    text = client.get(page.url).text
    for words in (
        f"Ask for {LONG_NAME}", "AC 12345, California Acupuncture Board", "https://search.dca.ca.gov/",
        "English, Vietnamese", "Tuesday, Thursday", "I ask before each step.", "MSc", "A school, 2010",
        'href="/conditions/sciatica/"', "A drawing, until there is a photo",
        '"@type":"ProfilePage"', '"alumniOf":[{"@type":"EducationalOrganization","name":"A school"}]',
    ):  # fmt: skip
        assert words in text, words
    assert "/appointments/request/?practitioner=sam" in text
    assert "Physician" not in text


def test_days_in_a_row_are_named_by_the_first_and_the_last(client):
    make_details(opening_hours=[make_hours(day=day) for day in range(6)])
    page = make_person_page()
    page.practitioner.working_hours = [make_hours(day=day) for day in (0, 1, 2, 4)]
    page.practitioner.save()
    assert "Monday to Wednesday, Friday" in client.get(page.url).text


def test_with_a_portrait_it_shows_its_credit_and_takes_eight_queries(client):
    make_details()
    page = make_person_page(hero=[photo_of(make_picture(credit="Ana Lens"))])
    client.get(page.url)
    with CaptureQueriesContext(connection) as queries:
        text = client.get(page.url).text
    assert "Picture: Ana Lens" in text
    assert "until there is a photo" not in text
    assert len(queries) <= 8, [query["sql"] for query in queries]


@pytest.mark.parametrize(
    "changes", [{"is_active": False}, {"license_expires": date(2020, 1, 1)}], ids=["left", "no license"]
)
def test_nobody_finds_it_once_the_person_is_no_longer_shown(client, changes):
    make_details()
    page = make_person_page()
    assert client.get(page.url).status_code == 200
    Practitioner.objects.filter(slug="sam").update(**changes)
    assert client.get(page.url).status_code == 404
    assert page.url not in client.get("/sitemap.xml").text
    assert page.url not in client.get("/search/", {"query": "jaw"}).text


def test_the_last_day_of_a_license_counts(client):
    make_details()
    page = make_person_page()
    Practitioner.objects.update(license_expires=clinic_today())
    assert client.get(page.url).status_code == 200
    Practitioner.objects.update(license_expires=clinic_today() - timedelta(days=1))
    assert client.get(page.url).status_code == 404


def test_lists_of_people_and_articles_lead_to_it(client):
    make_details()
    page = make_person_page()
    article = make_condition(title="Tennis elbow", slug="tennis-elbow", author=page.practitioner)
    for address in ("/people/", article.url):
        assert f'href="{page.url}"' in client.get(address).text, address


def test_its_words_are_checked_before_it_is_published():
    page = make_person_page(live=False, introduction="Sam will cure your pain.")
    with pytest.raises(ValidationError, match="cure"):
        page.save_revision().publish()


def test_a_change_of_days_shows_at_once(client):
    make_details()
    page = make_person_page()
    assert "Tuesday, Thursday" in client.get(page.url).text
    sam = page.practitioner
    sam.working_hours = [make_hours(day=4)]
    sam.save()
    assert "Tuesday" not in client.get(page.url).text.partition("facts--person")[2].partition("</dl>")[0]
