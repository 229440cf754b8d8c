"""What search engines read on every public page: valid, visible to readers too, and promising nothing."""

import datetime
import json
from collections.abc import Iterator
from typing import Any

from django.template.defaultfilters import date, time

import pytest

from articles.models import ConditionPage, Correction
from clinic.models import Practitioner
from clinic.pages.metadata.structured_data import plain, script
from clinic.templatetags.clinic_tags import national
from tests.clinic.pages.metadata.json_ld import Node, as_list, data_of, nodes, problems
from tests.crawl import SITE_URL, Crawled, squeezed
from tests.factories import (
    make_claim,
    make_condition,
    make_condition_index,
    make_details,
    make_home,
    make_information_page,
    make_practitioner,
    make_source,
    make_user,
)

pytestmark = pytest.mark.django_db
# Never said: a license or a rating that is not ours to claim, a promise, and a code that nobody checked.
NEVER = {"Physician", "IndividualPhysician", "aggregateRating", "review", "possibleTreatment", "code"}
# Not words for readers: the page's own language, and the country that a state and a ZIP code lie in.
FOR_MACHINES = {"@type", "@id", "inLanguage", "addressCountry", "position"}


@pytest.fixture
def listed(crawled) -> list[Crawled]:
    return [page for page in crawled.values() if page.is_page]


def graph_of(page: Crawled) -> list[Node]:
    [document] = data_of(page.html)
    return document["@graph"]


def of_type(graph: list[Node], *kinds: str) -> list[Node]:
    return [node for node in nodes(graph) if node["@type"] in kinds]


def got(client, url: str) -> Crawled:
    return Crawled(url, client.get(url).content.decode())


def values(graph: list[Node]) -> Iterator[tuple[str, Any]]:
    for node in nodes(graph):
        for name, value in node.items():
            if name not in FOR_MACHINES:
                yield from ((name, each) for each in as_list(value) if not isinstance(each, dict))


def as_printed(name: str, value: str) -> str:
    """A value for machines as the page prints it."""
    if name == "telephone":
        return national(value)
    if name in ("opens", "closes"):
        return time(datetime.time.fromisoformat(value), "P")
    if name == "dayOfWeek":
        # The foot of a page has room for the first letters.
        return value.rpartition("/")[2][:3]
    if name in ("validFrom", "validThrough"):
        return date(datetime.date.fromisoformat(value), "F j")
    if name in ("datePublished", "dateModified", "lastReviewed") and len(value) > len("2026"):
        return date(datetime.date.fromisoformat(value), "F j, Y")
    return value


def test_the_crawl_reads_the_whole_site(listed):
    kinds = {node["@type"] for page in listed for node in graph_of(page)}
    assert len(listed) >= 15
    assert kinds >= {"MedicalClinic", "WebSite", "MedicalWebPage", "CollectionPage", "AboutPage", "Person"}


def test_every_page_uses_schema_orgs_words_rightly_and_completely(listed):
    found = {page.path: problems(data_of(page.html)[0]) for page in listed}
    assert {path: lines for path, lines in found.items() if lines} == {}


def test_what_must_never_be_said_is_not_said(listed):
    for page in listed:
        for node in nodes(graph_of(page)):
            assert not NEVER & {*node, node["@type"]}, page.path


def test_readers_see_whatever_search_engines_are_told(listed):
    for page in listed:
        seen, hidden = page.seen, []
        links = {SITE_URL + link if link.startswith("/") else link for link in page.links}
        for name, value in values(graph_of(page)):
            if value.startswith("https://") and name != "dayOfWeek":
                # The picture stands for the page elsewhere, and the page need not link to itself.
                is_there = name == "image" or value in links | {SITE_URL + page.path}
            else:
                is_there = squeezed(as_printed(name, value)) in seen
            hidden += [] if is_there else [(name, value)]
        assert not hidden, page.path


def test_addresses_are_absolute_and_on_the_canonical_host(listed):
    for page in listed:
        graph = graph_of(page)
        cited = {node.get("url") for node in of_type(graph, "MedicalScholarlyArticle", "CreativeWork")}
        urls = {value for _name, value in values(graph) if isinstance(value, str) and "://" in value} - cited
        ids = {node["@id"] for node in nodes(graph) if "@id" in node}
        for url in {url for url in urls if not url.startswith("https://schema.org/")} | ids:
            assert url.startswith(f"{SITE_URL}/"), (page.path, url)


def test_every_page_but_home_says_where_it_stands(listed):
    for page in listed:
        trails = of_type(graph_of(page), "BreadcrumbList")
        assert len(trails) == (page.path != "/"), page.path
        for trail in trails:
            steps = trail["itemListElement"]
            assert [step["position"] for step in steps] == list(range(1, len(steps) + 1))
            assert steps[0]["item"] == f"{SITE_URL}/"
            assert "item" not in steps[-1]


def test_an_article_names_its_people_its_condition_and_its_sources(crawled):
    graph = graph_of(crawled["/conditions/sciatica/"])
    [article] = of_type(graph, "MedicalWebPage")
    people = {person["@id"]: person["name"] for person in of_type(graph, "Person")}
    assert people[article["author"]["@id"]] == "Alex Demonstration"
    assert people[article["reviewedBy"]["@id"]] == "Robin Demonstration"
    assert article["about"]["name"] == "Sciatica"
    assert article["publishingPrinciples"] == f"{SITE_URL}/editorial-policy/"
    guideline = "https://www.nice.org.uk/guidance/ng59"
    kinds = {source["url"]: source["@type"] for source in article["citation"]}
    # A guideline is no scholarly article.
    assert kinds.pop(guideline) == "CreativeWork"
    assert set(kinds.values()) == {"MedicalScholarlyArticle"}


def test_an_article_about_the_treatment_names_the_condition_and_not_itself(crawled):
    [article] = of_type(graph_of(crawled["/conditions/nerve-pain/"]), "MedicalWebPage")
    assert article["about"]["name"] == "nerve pain"
    assert article["mentions"] == {"@type": "MedicalTherapy", "name": "Acupuncture"}


def test_questions_are_those_that_readers_can_open(crawled):
    pages = [page for page in crawled.values() if page.is_page and "<details" in page.html]
    assert pages
    for page in pages:
        [block] = of_type(graph_of(page), "FAQPage")
        assert block["isPartOf"]["@id"] == f"{SITE_URL}{page.path}#page"
        assert all(question["acceptedAnswer"]["text"] for question in block["mainEntity"])


def test_a_license_is_told_where_it_is_printed(client):
    make_details()
    ana = make_practitioner(name="Ana Author", license_number="AC 11111", post_nominals="L.Ac.")
    rob = make_practitioner(name="Rob Reviewer", license_number="AC 22222", post_nominals="L.Ac.")
    make_condition(author=ana, clinical_reviewer=rob)
    Practitioner.objects.exclude(pk__in=[ana.pk, rob.pk]).update(is_active=False)
    home = make_home()
    home.body = [("people", {"heading": "Who will see you?"})]
    home.save()

    def licenses(url: str) -> dict[str, str]:
        people = of_type(graph_of(got(client, url)), "Person")
        return {each["name"]: each.get("hasCredential", {}).get("identifier", "") for each in people}

    assert licenses("/conditions/sciatica/") == {"Ana Author": "", "Rob Reviewer": "AC 22222"}
    assert licenses("/") == {"Ana Author": "AC 11111", "Rob Reviewer": "AC 22222"}


def test_claims_that_are_withheld_are_cited_nowhere(client):
    make_details()
    claim = make_claim(sources=[make_source(title="A study")])
    make_condition(body=[claim], next_review_due=datetime.date(2020, 1, 1))
    [article] = of_type(graph_of(got(client, "/conditions/sciatica/")), "MedicalWebPage")
    assert "citation" not in article


def test_a_correction_changes_the_day_on_which_the_article_last_changed(client):
    make_details()
    page = make_condition()
    published = datetime.datetime(2026, 3, 1, 7, 30, tzinfo=datetime.UTC)
    ConditionPage.objects.filter(pk=page.pk).update(first_published_at=published, last_published_at=published)
    # At the clinic it was still the day before.
    before = got(client, "/conditions/sciatica/")
    assert of_type(graph_of(before), "MedicalWebPage")[0]["dateModified"] == "2026-02-28"
    Correction.objects.create(
        page=page,
        page_title=page.title,
        done_by=make_user(),
        corrected_on=datetime.date(2026, 4, 2),
        was_wrong="Most.",
        is_right="Some.",
        corrected_by="Rita",
    )
    after = got(client, "/conditions/sciatica/")
    [article] = of_type(graph_of(after), "MedicalWebPage")
    assert (article["datePublished"], article["dateModified"]) == ("2026-02-28", "2026-04-02")
    assert squeezed("Last changed: April 2, 2026") in after.seen


def test_no_text_can_end_the_data_block(client):
    make_details()
    make_condition(title="</script><script>alert(1)</script>", summary="<!-- <script> & \u2028")
    html = client.get("/conditions/sciatica/").content.decode()
    assert "<script>alert" not in html
    [article] = of_type(data_of(html)[0]["@graph"], "MedicalWebPage")
    assert article["name"] == "</script><script>alert(1)</script>"
    assert article["description"] == "<!-- <script> & \u2028"


def test_the_data_block_holds_no_character_that_html_reads():
    block = script([{"name": "<&>\u2028\u2029 \u00e9"}])
    inner = block.removeprefix('<script type="application/ld+json">').removesuffix("</script>")
    assert not set(inner) & set("<>&\u2028\u2029")
    assert json.loads(inner)["@graph"] == [{"name": "<&>\u2028\u2029 \u00e9"}]


def test_rich_text_becomes_words():
    html = '<p>Rest &amp; <b>read</b>.</p><ul><li>One &lt; two</li><li><a href="/x/">Three</a></li></ul>'
    assert plain(html) == "Rest & read. One < two Three"


def test_a_clinic_without_details_says_only_what_is_known(client):
    make_condition_index()
    make_information_page()
    for url in ("/", "/conditions/", "/about/"):
        [clinic] = of_type(graph_of(got(client, url)), "MedicalClinic")
        assert "telephone" not in clinic
        assert "address" not in clinic


def test_coordinates_are_told_once_they_are_entered(client):
    details = make_details()
    make_condition_index()
    [clinic] = of_type(graph_of(got(client, "/conditions/")), "MedicalClinic")
    assert "geo" not in clinic
    assert clinic["areaServed"] == "San Juan Capistrano, CA"
    details.latitude, details.longitude = "12.5", "-120.25"
    details.save()
    [clinic] = of_type(graph_of(got(client, "/conditions/")), "MedicalClinic")
    assert clinic["geo"] == {"@type": "GeoCoordinates", "latitude": "12.500000", "longitude": "-120.250000"}


def test_titles_name_what_people_look_for(client):
    make_details()
    make_condition(title="Sciatica")
    make_condition(title="Acupuncture for nerve pain", slug="nerve-pain")
    pages = {url: got(client, url) for url in ("/", "/conditions/sciatica/", "/conditions/nerve-pain/")}
    assert {url: " ".join(page.title.split()) for url, page in pages.items()} == {
        "/": "Acupuncture, explained honestly · San Juan Capistrano, CA - Acupuncture Halls",
        "/conditions/sciatica/": "Sciatica and acupuncture - Acupuncture Halls",
        "/conditions/nerve-pain/": "Acupuncture for nerve pain - Acupuncture Halls",
    }
