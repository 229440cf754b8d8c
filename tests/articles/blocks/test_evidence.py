"""The evidence of an article at a glance, and the way from a finding to its sources and back."""

import re

import pytest

from articles.models import Source
from tests.articles.test_article_page import text_of
from tests.factories import make_claim, make_condition, make_source

pytestmark = pytest.mark.django_db
URL = "/conditions/sciatica/"


def table_of(client) -> list[str]:
    """The rows of the table of evidence, each as one line of text."""
    html = client.get(URL).content.decode()
    table = html[html.index('class="evidence"') :].partition("</table>")[0]
    rows = table.partition("<tbody")[2].split("<tr")[1:]
    return [" ".join(re.sub(r"<[^>]+>", " ", row.partition(">")[2]).split()) for row in rows]


def test_each_claim_is_a_row_with_comparator_numbers_and_certainty(client):
    source = make_source(trials=12, participants=1842)
    text = "pain was lower after four weeks, and " + "more words " * 20
    make_condition(
        body=[
            make_claim(sources=[source], in_brief="Leg pain", certainty="low", comparator="sham"),
            make_claim(sources=[source], text=text, certainty="very_low", comparator="usual care"),
        ]
    )
    first, second = table_of(client)
    assert first == "Leg pain sham 12 1,842 Low certainty"
    assert second.startswith("pain was lower after four weeks, and")
    assert "…" in second
    assert second.endswith("usual care 12 1,842 Very low certainty")


def test_several_sources_stand_side_by_side_and_are_never_added_up(client):
    first, second = make_source(trials=12, participants=1842), make_source(authors="Qin J", trials=11)
    make_condition(body=[make_claim(sources=[first, second], in_brief="Relief", comparator="medicine")])
    assert table_of(client) == ["Relief medicine [1] 12 [2] 11 [1] 1,842 [2] – not stated Low certainty"]
    seen = text_of(client.get(URL))
    assert "they may share studies" in seen
    assert "23" not in seen.partition("The evidence at a glance")[2].partition("A dash")[0]


def test_a_source_without_a_number_of_studies_is_named_by_its_kind(client):
    guideline = make_source(design=Source.Design.GUIDELINE)
    make_condition(body=[make_claim(sources=[guideline], in_brief="Back pain", comparator="sham")])
    assert table_of(client) == ["Back pain sham guideline – not stated Low certainty"]


@pytest.mark.parametrize(
    ("before", "above"),
    [
        ([("heading", "Research"), ("paragraph", "<p>Opening.</p>")], "Opening."),
        ([("heading", "Research"), ("paragraph", "<h3>Sub</h3>")], "Research"),
        ([("paragraph", "<p>Opening.</p>"), ("heading", "Research")], "Research"),
        ([("heading", "Early"), ("heading", "Research"), ("paragraph", "<p>Opening.</p>")], "Opening."),
        ([], "sources"),
    ],
)
def test_the_table_stands_below_the_words_that_open_the_research(client, before, above):
    make_condition(body=[*before, make_claim(sources=[make_source()]), make_claim(sources=[make_source()])])
    html = client.get(URL).content.decode()
    assert html.count('class="evidence"') == 1
    article = re.sub(r"<nav.*?</nav>", "", html[html.index("<article") :], flags=re.DOTALL)
    text = " ".join(re.sub(r"<[^>]+>?", " ", article.partition('class="evidence"')[0]).split())
    assert text.endswith(above)


def test_an_article_without_claims_has_neither_table_nor_sources(client):
    make_condition()
    html = client.get(URL).content.decode()
    assert 'id="evidence"' not in html
    assert 'id="sources"' not in html


def test_findings_lead_to_their_sources_and_sources_back_to_every_finding(client):
    one, two = make_source(authors="Ada A"), make_source(authors="Bea B")
    make_condition(
        body=[make_claim(sources=[one, two], in_brief="Pain"), make_claim(sources=[two], in_brief="Sleep")]
    )
    html = client.get(URL).content.decode()
    references = html[html.index('id="sources"') :]
    first, second = references.split('id="source-')[1:3]
    assert re.findall(r'href="#(claim-\d+)"', first) == ["claim-1"]
    assert re.findall(r'href="#(claim-\d+)"', second) == ["claim-1", "claim-2"]
    assert "Back to finding 2: Sleep" in " ".join(second.split())
    for target in re.findall(r'href="#((?:claim|source|section)-[\w-]+)"', html):
        assert html.count(f'id="{target}"') == 1, target


def test_a_reference_leads_to_its_doi_or_else_to_pubmed(client):
    make_condition(
        body=[make_claim(sources=[make_source(doi="10.1000/x"), make_source(authors="B", doi="", pmid="42")])]
    )
    html = client.get(URL).content.decode()
    assert '<a href="https://doi.org/10.1000/x" rel="noreferrer">' in html
    assert '<a href="https://pubmed.ncbi.nlm.nih.gov/42/" rel="noreferrer">' in html


def test_a_retracted_source_is_marked_at_the_finding_and_in_the_list(client):
    source = make_source(is_retracted=True, retraction_note="Withdrawn in 2025.")
    make_condition(body=[make_claim(sources=[source])])
    html = client.get(URL).content.decode()
    claim = html[html.index('id="claim-1"') :].partition("</div>")[0]
    references = html[html.index('id="sources"') :]
    assert "Retracted" in claim
    assert "This study has been retracted." in references
    assert "Withdrawn in 2025." in references
