"""The search, its suggestions and its guesses, through their addresses."""

import logging

from django.db import connection

from wagtail.models import Page, PageViewRestriction, Site

import pytest

from clinic.models import Ailment
from tests.factories import (
    make_condition,
    make_condition_index,
    make_details,
    make_information_page,
    make_policy,
)
from tests.queries import at_most_queries

pytestmark = pytest.mark.django_db


def found(client, query: str, part: str = "results") -> list[str]:
    """The titles in one part of the answer."""
    return [page.title for page in client.get("/search/", {"query": query}).context[part]]


def suggested(client, beginning: str) -> list[str]:
    """The titles that the search field suggests."""
    answer = client.get("/search/suggestions/", {"q": beginning}).json()
    return [page["title"] for page in answer["suggestions"]]


def bar(page) -> None:
    """Only who signs in may see the page and what lies below it."""
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)


def test_other_names_and_other_forms_of_a_word_are_found(client):
    make_condition(title="Low back pain", slug="back", also_known_as="lumbago")
    make_condition(title="Headaches", slug="head")
    assert found(client, "lumbago") == ["Low back pain"]
    assert found(client, "headache") == ["Headaches"]


@pytest.mark.parametrize("query", ["ciática", "Ciatica", "nervio ciático", "dolor"])
def test_names_in_other_languages_are_found_with_and_without_accents(client, query):
    make_condition(other_names="ciática, nervio ciático, dolor de pierna")
    make_condition(title="Headaches", slug="head")
    assert found(client, query) == ["Sciatica"]
    assert "nervio" not in client.get("/conditions/sciatica/").content.decode()


def test_words_of_the_body_and_of_plain_pages_are_found_with_their_summaries(client):
    make_condition(summary="Honest words.", body=[("paragraph", "<p>The splint is worn at night.</p>")])
    make_information_page(
        title="Fees",
        slug="fees",
        introduction="What it costs.",
        body=[("paragraph", "<p>Cash or card.</p>")],
    )
    assert found(client, "splint") == ["Sciatica"]
    assert found(client, "card") == ["Fees"]
    assert "Honest words." in client.get("/search/?query=splint").content.decode()
    assert "What it costs." in client.get("/search/?query=card").content.decode()


def test_pages_of_whatever_types_are_found_with_four_queries(client, django_assert_max_num_queries):
    make_condition(title="Night pain", summary="Of an article.")
    make_condition(title="Pain at night", slug="no-words", summary="")
    make_information_page(title="Pain and fees", introduction="Of a page.")
    texts = {"introduction": "Of the policy.", "search_description": "Not this."}
    make_policy(title="Pain and privacy", live=True, **texts)
    client.get("/search/?query=night")  # fills Wagtail's and Django's memory of sites and types
    with django_assert_max_num_queries(4):
        html = client.get("/search/?query=pain").content.decode()
    assert all(words in html for words in ("Of an article.", "Of a page.", "Of the policy."))
    assert "Not this." not in html


@pytest.mark.parametrize("query", ["siatica", "xyzzy", "hedache", "the", ""])
def test_who_finds_no_page_is_answered_with_four_queries(client, query):
    make_details()
    make_condition(title="Sciatica")
    make_information_page(title="Fees", slug="fees", show_in_menus=True)
    Ailment.objects.create(name="Headache", sentence="We see people with headaches. Ask us.")
    client.get("/search/?query=night")
    with at_most_queries(4):
        html = client.get("/search/", {"query": query}).content.decode()
    assert html.count('href="/fees/"') == 2
    assert ">Fees<" not in html.split("<main")[1].split("</main>")[0]


def test_a_home_page_that_moves_takes_the_guesses_with_it(client):
    make_condition(title="Sciatica")
    assert found(client, "siatica", "guesses") == ["Sciatica"]
    home = Site.objects.get().root_page
    home.move(Page.get_first_root_node().add_child(instance=Page(title="All", slug="all")), pos="last-child")
    Site.clear_site_root_paths_cache()
    assert found(client, "siatica", "guesses") == ["Sciatica"]


def test_what_the_clinic_treats_is_found_where_no_page_is_about_it(client):
    make_details()
    make_condition()
    sentence = "We see people with headaches. Ask us."
    Ailment.objects.create(name="Headache", other_names="migraine, dolor de cabeza", sentence=sentence)
    for query in ("migraine", "dolor de cabeza", "hedache"):
        main = client.get("/search/", {"query": query}).content.decode().split("<main")[1]
        assert sentence in main
        assert "We have no page on" not in main


def test_what_the_clinic_treats_stands_after_the_pages_that_only_mention_it(client):
    make_details()
    make_condition(body=[("paragraph", "<p>It is no headache.</p>")])
    sentence = "We see people with headaches. Ask us."
    Ailment.objects.create(name="Headache", sentence=sentence)
    client.get("/search/?query=night")
    with at_most_queries(4):
        main = client.get("/search/?query=headache").content.decode().split("<main")[1]
    assert main.index(">Sciatica<") < main.index(sentence)
    assert sentence not in client.get("/search/?query=sciatica").content.decode()


def test_a_title_counts_more_than_a_word_in_the_text(client):
    make_condition(title="Other", slug="other", body=[("paragraph", "<p>Not sciatica.</p>")])
    make_condition(title="Sciatica")
    assert found(client, "sciatica") == ["Sciatica", "Other"]


@pytest.mark.parametrize("hide", ["unpublish", "bar", "bar the list"])
def test_drafts_and_private_pages_are_nowhere_to_be_found(client, hide):
    page = make_condition(also_known_as="lumbago")
    if hide == "unpublish":
        page.unpublish()
    else:
        bar(page if hide == "bar" else make_condition_index())
    assert found(client, "sciatica") == []
    assert found(client, "siatica", "guesses") == []
    assert found(client, "nothing", "conditions") == []
    assert suggested(client, "sci") == suggested(client, "lum") == []


@pytest.mark.parametrize("typo", ["siatica", "sciatika", "Sciaticca"])
def test_a_misspelled_word_leads_to_the_page_that_was_meant(client, typo):
    make_condition(title="Sciatica")
    make_condition(title="Headaches", slug="head")
    assert found(client, typo) == []
    assert found(client, typo, "guesses") == ["Sciatica"]
    assert "Did you mean" in client.get("/search/", {"query": typo}).content.decode()


def test_at_most_three_guesses_are_shown(client):
    for number in range(5):
        make_condition(title=f"Sciatica {number}", slug=f"s{number}")
    assert len(found(client, "siatica", "guesses")) == 3


@pytest.mark.parametrize("query", ["the", "what is the", "xyzzy", "& | !", "42 -- 7"])
def test_words_that_say_nothing_lead_to_no_guess(client, query):
    make_condition(body=[("paragraph", "<p>What is the matter with the leg?</p>")])
    assert found(client, query, "guesses") == []
    assert "Did you mean" not in client.get("/search/", {"query": query}).content.decode()


@pytest.mark.parametrize("query", ["", "xyzzy", "the"])
def test_who_finds_nothing_gets_the_list_of_conditions_and_is_asked_to_ask_us(client, query):
    make_details()
    make_condition()
    main = client.get("/search/", {"query": query}).content.decode().split("<main")[1].split("</main>")[0]
    assert 'href="/conditions/sciatica/"' in main
    ways = ('href="tel:+19495106333">949-510-6333</a>', 'href="/appointments/request/"', "ask us")
    assert [way in main for way in ways] == [bool(query)] * 3


HOSTILE = {
    "blank": "   ",
    "8 KB": "a b " * 2048,
    "SQL": "'; drop table wagtailcore_page; --",
    "markup": "<script>alert(1)</script>",
    "operators": "& | ! ( ) :* <->",
    "wildcard": "%",
    "right to left": "\u202egnp.exe",
    "Arabic": "عرق النسا",
    "control": "back\x01\x1b[31m\x7fpain",
    "ligatures": "\ufdfa" * 100,
    "stop words": "and or not",
    "template": "{{ 7|add:7 }}{% debug %}",
}


@pytest.mark.parametrize("query", HOSTILE.values(), ids=HOSTILE)
def test_any_query_gets_an_answer(client, query):
    make_condition()
    response = client.get("/search/", {"query": query})
    assert response.status_code == 200
    assert "<script>alert" not in response.content.decode()
    assert len(response.context["query"]) <= 100
    assert "\u202e" not in response.content.decode()
    assert client.get("/search/suggestions/", {"q": query}).status_code == 200


def test_bytes_that_are_no_text_get_an_answer(client):
    assert client.get("/search/?query=%ff%fe").status_code == 200


@pytest.mark.parametrize("address", ["/search/", "/search/suggestions/"])
def test_search_only_reads_and_no_answer_is_kept_or_indexed(client, address):
    make_condition()
    assert client.post(address, {"query": "back"}).status_code == 405
    response = client.get(address)
    assert response.headers["Cache-Control"] == "no-store"
    assert not response.cookies
    assert "noindex" in response.headers.get("X-Robots-Tag", "") + response.content.decode()
    assert address not in client.get("/sitemap.xml").content.decode()


def test_suggestions_are_pages_with_a_word_that_begins_so(client, django_assert_max_num_queries):
    make_condition(title="Low back pain", slug="back", also_known_as="lumbago")
    make_information_page(title="Fees", slug="fees")
    client.get("/search/suggestions/?q=lu")
    with django_assert_max_num_queries(2):
        answer = client.get("/search/suggestions/?q=lu").json()
    assert answer == {"suggestions": [{"title": "Low back pain", "url": "/conditions/back/"}]}
    assert suggested(client, "fe") == ["Fees"]
    assert suggested(client, "f") == suggested(client, "") == suggested(client, "ees") == []


def test_at_most_six_pages_are_suggested(client):
    for number in range(8):
        make_condition(title=f"Sciatica {number}", slug=f"s{number}")
    assert len(suggested(client, "sciat")) == 6


def test_a_query_leaves_no_trace(client, caplog):
    make_condition()
    caplog.set_level(logging.DEBUG)
    logging.getLogger("django.db.backends").setLevel(logging.INFO)
    word = "Quillfeatheritis"
    for address in (f"/search/?query={word}", f"/search/suggestions/?q={word}", f"/search/?query={word}%00"):
        client.get(address)
    client.post(f"/search/?query={word}")
    assert word.lower() not in caplog.text.lower()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            rows = f"SELECT count(*) FROM {connection.ops.quote_name(table)} AS row"  # noqa: S608 - our own tables
            cursor.execute(f"{rows} WHERE row::text ILIKE %s", [f"%{word}%"])
            assert cursor.fetchone() == (0,), table
