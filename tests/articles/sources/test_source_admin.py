"""Sources in the admin: pasted numbers, where each is used, retraction, and why a cited one stays."""

from html import unescape

from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone

import pytest

from articles.models import Source
from tests.cast import make_ed, make_freya, make_rita, make_sam, signed_in
from tests.factories import make_claim, make_condition, make_source

pytestmark = pytest.mark.django_db
LIST = "/admin/snippets/articles/source/"
FORM = {
    "authors": "Tu JF",
    "title": "A trial",
    "journal": "",
    "year": "2024",
    "doi": "",
    "pmid": "",
    "url": "",
    "design": "randomized_trial",
    "trials": "",
    "participants": "",
    "population": "",
    "comparator": "",
    "finding": "It helped a little.",
    "certainty": "low",
    "certainty_basis": "",
    "retraction_note": "",
}


def add(**changes: str) -> str:
    """Fill in the form as Ed; returns what the page says, nothing when it was saved."""
    response = signed_in(make_ed()).post(f"{LIST}add/", {**FORM, **changes})
    if response.status_code == 302:
        return ""
    assert not Source.objects.exists()
    return unescape(response.content.decode())


@pytest.mark.parametrize(
    "pasted",
    [
        "10.1001/jama.2024.5463",
        "https://doi.org/10.1001/jama.2024.5463",
        "http://dx.doi.org/10.1001/jama.2024.5463",
        "doi: 10.1001/jama.2024.5463",
        " DOI:10.1001/jama.2024.5463 ",
    ],
)
def test_a_doi_may_be_pasted_with_its_address(pasted):
    assert add(doi=pasted) == ""
    assert Source.objects.get().doi == "10.1001/jama.2024.5463"


@pytest.mark.parametrize(
    ("field", "pasted", "words"),
    [
        ("doi", "10.1001/jama. 2024", "There is a space in this DOI."),
        ("doi", "https://jamanetwork.com/article/1", "This is the address of a page."),
        ("doi", "11.1/x", "Write the DOI alone"),
        ("pmid", "PMC30712736", "only digits"),
        ("pmid", "12345678901", "up to eight digits"),
    ],
)
def test_any_other_number_is_refused_in_words_that_help(field, pasted, words):
    assert words in add(**{field: pasted})


@pytest.mark.parametrize(
    "pasted", ["30712736", "PMID: 30712736", "https://pubmed.ncbi.nlm.nih.gov/30712736/"]
)
def test_a_pubmed_number_may_be_pasted_with_its_address(pasted):
    assert add(pmid=pasted) == ""
    assert Source.objects.get().pmid == "30712736"


def test_the_browser_does_not_cut_what_is_pasted():
    html = signed_in(make_ed()).get(f"{LIST}add/").content.decode()
    field = html[html.index('name="pmid"') :].partition(">")[0]
    assert "maxlength" not in field


def test_the_list_says_what_is_retracted_who_checked_it_and_where_it_is_used():
    rita = make_rita()
    source = make_source(is_retracted=True, verified_by=rita, verified_on=timezone.localdate())
    make_condition(title="Sciatica", body=[make_claim(sources=[source])])
    client = signed_in(make_ed())
    for query in ("", "?q=Tu"):
        html = " ".join(client.get(f"{LIST}{query}").content.decode().split())
        assert "Retracted" in html[html.index("<tbody") :]
        assert str(rita) in html
        assert "Used 1 time" in html
        assert f'href="{LIST}usage/{source.pk}/"' in html
    assert "Sciatica" in client.get(f"{LIST}usage/{source.pk}/").content.decode()


def test_the_list_needs_no_query_for_each_source(django_assert_max_num_queries):
    client = signed_in(make_ed())
    for number in range(15):
        make_source(authors=f"Author {number}", verified_by=None)
    client.get(LIST)
    with django_assert_max_num_queries(20):
        client.get(LIST)


@pytest.mark.parametrize(
    "way", ["/admin/snippets/articles/source/delete/{}/", "/admin/bulk/articles/source/delete/?id={}"]
)
def test_a_cited_source_is_not_deleted_and_the_pages_are_named(way):
    source = make_source()
    page = make_condition(title="Sciatica", body=[make_claim(sources=[source])])
    client = signed_in(make_sam())
    for send in (client.get, client.post):
        response = send(way.format(source.pk), follow=True)
        seen = unescape(response.content.decode())
        assert "is still cited, so it was not deleted" in seen
        assert f'<a href="/admin/pages/{page.pk}/edit/">Sciatica</a>' in seen
    assert Source.objects.filter(pk=source.pk).exists()


def test_no_other_way_deletes_a_cited_source():
    source = make_source()
    page = make_condition(title="Sciatica", body=[make_claim(sources=[source])])
    for delete in (source.delete, Source.objects.all().delete):
        with pytest.raises(ProtectedError, match="Sciatica"), transaction.atomic():
            delete()
    page.delete()
    source.delete()
    assert not Source.objects.exists()


def test_a_source_that_nobody_cites_is_deleted():
    source = make_source()
    assert signed_in(make_sam()).post(f"{LIST}delete/{source.pk}/").status_code == 302
    assert not Source.objects.exists()


def test_the_form_of_a_claim_offers_what_its_sources_compared_with():
    one, other = (
        make_source(comparator="Sham acupuncture; No treatment"),
        make_source(comparator="sham  acupuncture"),
    )
    address = f"/admin/sources/comparators/?source={one.pk}&source={other.pk}&source=x"
    offered = signed_in(make_ed()).get(address).json()["comparators"]
    assert sorted(" ".join(each.lower().split()) for each in offered) == ["no treatment", "sham acupuncture"]
    page = make_condition(body=[make_claim(sources=[one])])
    editor = signed_in(make_rita()).get(f"/admin/pages/{page.pk}/edit/").content.decode()
    assert 'data-address="/admin/sources/comparators/"' in editor
    assert signed_in(make_freya()).get(address).status_code in (302, 403)
