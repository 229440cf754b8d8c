"""Languages as clinics write them: read alike by pages, form and desk, and greeted in their own words."""

import pytest

from clinic.languages.greetings import greetings_in
from clinic.languages.spoken import language_of, languages_in, speaks, spoken_by
from clinic.models import Practitioner
from tests.factories import make_details, make_practitioner


@pytest.mark.parametrize(
    ("written", "codes"),
    [
        ("English, Spanish", ["en", "es"]),
        ("Español (un poco) y Tiếng Việt", ["es", "vi"]),
        ("Mandarin / Farsi & ASL", ["zh", "fa", "ase"]),
        ("english and English", ["en"]),
        ("Mixtec", [""]),
        ("", []),
    ],
)
def test_names_are_read_in_english_and_in_the_language_itself(written, codes):
    assert [language.code for language in languages_in(written)] == codes


def test_a_language_that_has_no_code_keeps_its_name():
    assert [language.name for language in languages_in("Mixtec, Vietnamese")] == ["Mixtec", "Vietnamese"]


def test_who_states_no_language_speaks_that_of_the_site():
    assert speaks("", "en")
    assert not speaks("Vietnamese", "en")
    assert spoken_by(["", "Spanish"]) == [language_of("en"), language_of("es")]


@pytest.mark.django_db
def test_languages_are_those_of_whoever_sees_patients():
    make_practitioner(languages="Spanish")
    make_practitioner(name="Only writes", languages="French", offers_visits=False)
    make_practitioner(name="Has left", languages="German", is_active=False)
    offered = Practitioner.objects.offering_visits().languages()
    assert [language.code for language in offered] == ["en", "es"]


def test_no_greeting_stands_for_a_language_that_has_pages(settings):
    assert [greeting.code for greeting in greetings_in("English, Spanish")] == ["es"]
    settings.LANGUAGES = [("en", "English"), ("es", "Spanish")]
    assert greetings_in("English, Spanish") == []


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/", "/appointments/request/", "/no-such-page/"])
def test_every_head_has_the_number_in_spanish_where_the_phone_is_answered_so(client, path):
    details = make_details(phone_languages="English")
    assert 'lang="es"' not in client.get(path).content.decode()
    details.phone_languages = "English, Spanish"
    details.save()
    head = client.get(path).content.decode().split("<header")[1].split("</header>")[0]
    assert '<a lang="es" href="tel:+19495106333">' in " ".join(head.split())
