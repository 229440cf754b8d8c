"""The list of conditions and the search, through their addresses."""

from wagtail.models import PageViewRestriction

import pytest

from tests.factories import make_condition, make_details, make_information_page

pytestmark = pytest.mark.django_db


def titles(client, query: str) -> list[str]:
    return [page.title for page in client.get("/search/", {"query": query}).context["results"]]


def test_other_names_and_other_forms_of_a_word_are_found(client):
    make_condition(title="Low back pain", slug="back", also_known_as="lumbago")
    make_condition(title="Headaches", slug="head")
    assert titles(client, "lumbago") == ["Low back pain"]
    assert titles(client, "headache") == ["Headaches"]


def test_words_of_the_body_and_of_plain_pages_are_found(client):
    make_condition(body=[("paragraph", "<p>The splint is worn at night.</p>")])
    make_information_page(title="Fees", slug="fees", body=[("paragraph", "<p>Cash or card.</p>")])
    assert titles(client, "splint") == ["Sciatica"]
    assert titles(client, "card") == ["Fees"]


def test_a_title_counts_more_than_a_word_in_the_text(client):
    make_condition(title="Other", slug="other", body=[("paragraph", "<p>Not sciatica.</p>")])
    make_condition(title="Sciatica")
    assert titles(client, "sciatica") == ["Sciatica", "Other"]


def test_drafts_and_private_pages_are_not_found(client):
    make_condition(slug="draft").unpublish()
    private = make_condition(slug="private")
    PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)
    assert titles(client, "sciatica") == []


@pytest.mark.parametrize(
    "query", ["", "   ", "a" * 5000, "'; drop table x; --", "<script>", "& | ! ( ) :*", "%", "\u202e", "ñ"]
)
def test_any_query_gets_an_answer(client, query):
    response = client.get("/search/", {"query": query})
    assert response.status_code == 200
    assert "<script>alert" not in response.content.decode()
    assert len(response.context["query"]) <= 100


def test_bytes_that_are_no_text_get_an_answer(client):
    assert client.get("/search/?query=%ff%fe").status_code == 200


def test_search_only_reads(client):
    assert client.post("/search/", {"query": "back"}).status_code == 405


def test_the_list_of_conditions_searches_by_get(client):
    make_details()
    make_condition()
    html = client.get("/conditions/").content.decode()
    assert 'action="/search/"' in html
    assert 'method="get"' in html
    assert 'href="/conditions/sciatica/"' in html
