"""Sources: identifiers in their exact form, where readers find them, and how editors find them."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.utils import timezone

import pytest

from articles.models import Source
from tests.factories import make_source, make_user

pytestmark = pytest.mark.django_db


def errors_of(**fields) -> set[str]:
    source = make_source()
    for name, value in fields.items():
        setattr(source, name, value)
    with pytest.raises(ValidationError) as error:
        source.full_clean()
    return set(error.value.message_dict)


@pytest.mark.parametrize("doi", ["10.1001/jama.2024.5463", "10.1002/14651858.CD012057.pub2", ""])
def test_a_doi_in_its_exact_form_is_accepted(doi):
    source = make_source()
    source.doi = doi
    source.full_clean()


@pytest.mark.parametrize(
    "doi", ["https://doi.org/10.1001/x", "10.1001/a b", "10.1/x", "doi:10.1001/x", "10.1001/x\n", "10.1001"]
)
def test_any_other_doi_is_refused(doi):
    assert errors_of(doi=doi) == {"doi"}


@pytest.mark.parametrize("pmid", ["PMID1", "123456789", "12 34", "1\n"])
def test_a_pubmed_number_is_up_to_eight_digits(pmid):
    assert errors_of(pmid=pmid) == {"pmid"}


@pytest.mark.parametrize("field", ["authors", "title", "year", "design", "finding", "certainty"])
def test_what_a_source_cannot_do_without(field):
    assert errors_of(**{field: None if field == "year" else ""}) == {field}


def test_nobody_checked_a_source_tomorrow():
    assert errors_of(verified_on=timezone.localdate() + timedelta(days=1)) == {"verified_on"}


def test_one_doi_is_one_source_but_many_may_have_none():
    first = make_source()
    twin = Source(**{**_fields(first), "doi": first.doi})
    with pytest.raises(ValidationError, match="already here"):
        twin.full_clean()
    make_source(doi="")
    make_source(doi="")


def _fields(source: Source) -> dict:
    names = ("authors", "title", "year", "design", "finding", "certainty")
    return {name: getattr(source, name) for name in names}


@pytest.mark.parametrize(
    ("fields", "link"),
    [
        ({"doi": "10.1000/x", "pmid": "1", "url": "https://a.example"}, "https://doi.org/10.1000/x"),
        ({"doi": "", "pmid": "42", "url": "https://a.example"}, "https://pubmed.ncbi.nlm.nih.gov/42/"),
        ({"doi": "", "pmid": "", "url": "https://a.example"}, "https://a.example"),
        ({"doi": "", "pmid": "", "url": ""}, ""),
    ],
)
def test_readers_are_led_to_the_doi_then_pubmed_then_the_official_page(fields, link):
    assert Source(**fields).link == link


@pytest.mark.parametrize(
    ("authors", "name"),
    [
        ("Tu JF, Shi GX", "Tu 2024"),
        ("van der Berg A", "van der Berg 2024"),
        ("National Institute for Health", "National Institute for Health 2024"),
    ],
)
def test_short_names(authors, name):
    assert Source(authors=authors, year=2024).short_name == name


def test_a_source_is_verified_by_a_person_on_a_day():
    user, today = make_user(), timezone.localdate()
    assert make_source(verified_by=user, verified_on=today).is_verified
    assert not make_source(verified_by=user).is_verified
    assert not make_source(verified_on=today).is_verified


@pytest.mark.parametrize("query", ["tu", "sham", "2024", "10.1001/jamainternmed.2024.5463"])
def test_the_chooser_finds_sources_by_author_title_year_and_doi(client, query):
    make_source(
        authors="Tu JF", title="Acupuncture vs sham", year=2024, doi="10.1001/jamainternmed.2024.5463"
    )
    make_source(authors="Ju ZY", title="Neuropathic pain in adults", year=2017)
    client.force_login(make_user(group="Editors"))
    html = client.get("/admin/snippets/choose/articles/source/results/", {"q": query}).content.decode()
    assert "Tu 2024" in html
    assert "Ju 2017" not in html
