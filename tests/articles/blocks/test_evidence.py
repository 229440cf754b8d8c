"""The evidence of an article at a glance, and the way from a finding to its sources and back."""

import re

import pytest

from articles.models import Source
from tests.articles.test_article_page import text_of
from tests.factories import make_claim, make_condition, make_source

pytestmark = pytest.mark.django_db
URL = "/conditions/sciatica/"


def rows_of(client) -> list[str]:
    """The rows of the findings before they unfold, each as one line of text."""
    html = client.get(URL).content.decode()
    rows = re.findall(r'<details class="finding" ?>\s*<summary>(.*?)</summary>', html, re.DOTALL)
    return [" ".join(re.sub(r"<[^>]+>", " ", row).split()) for row in rows]


def test_each_finding_is_a_row_with_its_result_and_apart_from_it_how_sure_that_is(client):
    source, review = make_source(participants=216), make_source(authors="Ji M", participants=1842)
    make_condition(
        body=[
            make_claim(sources=[source], in_brief="Leg pain", comparator="sham", found="better"),
            make_claim(sources=[review], in_brief="Sleep", comparator="sham", found="little"),
            make_claim(sources=[source, review], in_brief="Walking", comparator="rest", found="unclear"),
        ]
    )
    assert rows_of(client) == [
        "Leg pain Better in 216 people compared with sham Low certainty",
        "Sleep Little or no difference in 1,842 people compared with sham Low certainty",
        "Walking Unclear compared with rest Low certainty",
    ]


def test_a_finding_that_rests_on_few_people_says_how_few(client):
    review = make_source(participants=869)
    make_condition(body=[make_claim(sources=[review], in_brief="Pain", found="little", people=41)])
    assert rows_of(client) == [
        "Pain Little or no difference in only 41 people compared with Sham acupuncture Low certainty"
    ]


def test_a_guideline_gives_advice_and_found_nothing(client):
    guideline = make_source(design=Source.Design.GUIDELINE)
    claim = make_claim(
        sources=[guideline], in_brief="Back pain", found="advised_against", text="do not offer it."
    )
    make_condition(body=[claim])
    assert rows_of(client) == ["Back pain Advised against A guideline’s advice"]
    assert "Advice from a guideline: do not offer it." in text_of(client.get(URL))


def test_no_difference_as_it_was_written_before_is_a_result_of_unknown_certainty(client):
    make_condition(body=[make_claim(sources=[make_source()], in_brief="Pain", certainty="no_difference")])
    [row] = rows_of(client)
    assert row == "Pain Little or no difference compared with Sham acupuncture Certainty not stated"


def test_sources_with_different_comparators_name_each_their_own(client):
    sham, drug = make_source(comparator="Sham"), make_source(authors="Ji M", comparator="Ibuprofen")
    make_condition(body=[make_claim(sources=[sham]), make_claim(sources=[sham, drug])])
    first, second = text_of(client.get(URL)).split("Research suggests")[1:]
    assert "Compared with:" not in first
    assert "Compared with: Sham" in second
    assert "Compared with: Ibuprofen" in second


def test_claims_in_a_row_stand_together_and_each_is_told_once(client):
    claim = make_claim(sources=[make_source()], text="leg pain eased in June.", in_brief="Pain")
    make_condition(body=[claim, claim, ("paragraph", "<p>Later.</p>"), claim])
    html = client.get(URL).content.decode()
    assert html.count('<div class="findings"') == 2
    assert html.count('id="evidence"') == 1
    assert html.count("leg pain eased in June.") == 3


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
    claim = html[html.index('id="claim-1"') :].partition("</details>")[0]
    references = html[html.index('id="sources"') :]
    assert "Retracted" in claim
    assert "This study has been retracted." in references
    assert "Withdrawn in 2025." in references
