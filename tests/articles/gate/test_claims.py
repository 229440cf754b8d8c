"""Claims are no surer than their sources, compare with what these did, and tell advice from findings."""

import pytest

from clinic.gate import Finding, findings
from tests.factories import make_care_card, make_claim, make_ready_draft, make_verified_source

pytestmark = pytest.mark.django_db


def found_in(*sources, **fields) -> list[Finding]:
    """What the gate says of one claim of an article that is ready otherwise."""
    claim = make_claim(sources=list(sources), **{"in_brief": "Leg pain", "found": "better", **fields})
    page = make_ready_draft(
        slug=f"s-{len(sources)}", body=[make_care_card(), claim], verdict_certainty="very_low"
    )
    found = findings(page)
    page.delete()
    return found


def codes(*sources, **fields) -> list[str]:
    return [finding.code for finding in found_in(*sources, **fields)]


def test_a_claim_is_no_surer_than_its_surest_source():
    weak = make_verified_source(certainty="very_low", authors="Ju ZY", year=2017)
    sure = make_verified_source(certainty="moderate")
    unrated = make_verified_source(certainty="not_stated")
    for sources, level, said in [
        ([sure, weak], "moderate", []),
        ([weak, unrated], "very_low", []),
        ([unrated], "very_low", []),
        ([unrated], "low", ["claim_too_sure"]),
        ([sure, weak], "high", ["claim_too_sure"]),
        ([weak, unrated], "low", ["claim_too_sure"]),
    ]:
        assert codes(*sources, certainty=level) == said, level
    [finding] = found_in(weak, certainty="moderate")
    assert finding.message == (
        "Part 2 (Claim): “Leg pain” is surer than its surest source, Ju 2017: very low certainty. "
        "Choose “Very low” or less."
    )
    assert (finding.field, finding.place) == ("body", 1)
    assert finding.block_id


def test_high_needs_several_studies_that_somebody_rated_high():
    known = {"certainty": "high", "design": "systematic_review", "trials": 30}
    basis = {"certainty_basis": "Authors' GRADE: high"}
    for fields, said in [
        ({**known, **basis}, []),
        (known, ["high_without_basis"]),
        ({**known, "certainty_basis": "x"}, ["high_without_basis"]),
        ({**known, **basis, "trials": 1}, ["high_without_basis"]),
        ({**known, **basis, "design": "randomized_trial", "trials": None}, ["high_without_basis"]),
    ]:
        assert codes(make_verified_source(**fields), certainty="high") == said, fields
    bare, full = make_verified_source(**known), make_verified_source(**known, **basis)
    assert codes(bare, full, certainty="high") == []


def test_what_it_is_compared_with_is_one_of_its_sources_own():
    source = make_verified_source(comparator="Sham acupuncture; The medicine  carbamazepine.")
    other = make_verified_source(comparator="Usual care")
    for comparator in ("sham acupuncture", "The Medicine Carbamazepine", "sham acupuncture; usual care"):
        assert codes(source, other, comparator=comparator, found="unclear") == [], comparator
    [finding] = found_in(source, comparator="sham acupuncture; surgery")
    assert finding.code == "comparator_unknown"
    assert "compared with surgery" in finding.message
    assert "Sham acupuncture; The medicine  carbamazepine." in finding.message
    # Cyrillic letters do not make it another thing, and other words do.
    assert codes(source, comparator="Sh\u0430m acupuncture")[0] == "mixed_alphabets"
    assert codes(source, comparator="sham") == ["comparator_unknown"]
    for nothing in ("", " ; ", "None", "n/a"):
        assert codes(source, comparator=nothing) == ["comparator_missing"], nothing


def test_better_needs_a_source_that_compares():
    compares = make_verified_source()
    for words in ("", "Nothing", "Not applicable", "no control group"):
        alone = make_verified_source(comparator=words, authors="Ana A", year=2020)
        assert codes(alone, comparator="sham acupuncture") == ["comparator_unknown"], words
        [finding] = found_in(compares, alone)
        assert finding.code == "source_compares_otherwise"
        assert "says “Better”, but Ana 2020 compared acupuncture with nothing" in finding.message
        assert codes(compares, alone, found="unclear") == []
    [finding] = found_in(compares, make_verified_source(comparator="Ibuprofen"), found="little")
    assert "which compared with something else: Ibuprofen" in finding.message
    assert codes(make_verified_source(comparator="No treatment"), comparator="no treatment") == []


def test_advice_is_a_guidelines_and_nothing_else_is():
    guideline = make_verified_source(design="guideline", comparator="", certainty="high")
    study = make_verified_source()
    advice = {"found": "advised_against", "certainty": "not_stated", "comparator": ""}
    assert codes(guideline, **advice) == []
    assert codes(guideline, **{**advice, "certainty": "high"}) == ["advice_with_certainty"]
    assert codes(guideline, study, **advice) == ["advice_without_guideline"]
    assert codes(study, guideline, found="unclear") == ["guideline_found_nothing"]
    assert "guideline_found_nothing" in codes(guideline, found="better")


def test_a_claim_that_says_no_result_yet_is_held_to_the_rules_of_better_and_worse():
    compares, silent = make_verified_source(), make_verified_source(comparator="", authors="Ana A", year=2020)
    assert codes(compares, silent, found="") == ["source_compares_otherwise"]
    assert codes(compares, found="") == []


@pytest.mark.parametrize(
    ("says", "comparator", "is_carried"),
    [
        ("acupuncture was better than surgery.", "surgery", True),
        ("acupuncture was better than surgery.", "no treatment", False),
        ("acupuncture was better than treatment.", "no treatment", False),
        ("acupuncture was more effective than carbamazepine for pain.", "the medicine carbamazepine", True),
        ("acupuncture was as effective as surgery.", "ibuprofen", False),
        ("acupuncture was better than any other treatment.", "other treatments", False),
        ("acupuncture is the best treatment.", "ibuprofen", False),
        ("acupuncture was superior in one trial.", "ibuprofen", True),
        ("acupuncture was better than ibuprofen, and more effective than surgery.", "ibuprofen", False),
        ("la acupuntura fue mejor que la cirugía.", "cirugía", True),
        ("la acupuntura fue mejor que la cirugía.", "acupuntura simulada", False),
    ],
)
def test_a_comparison_is_the_one_that_its_source_made(says, comparator, is_carried):
    """Whatever the claim says was found: the words of its text name what the source compared with."""
    source = make_verified_source(comparator=comparator)
    for found in ("better", "unclear"):
        carried = "statement_needs_claim" not in codes(source, comparator=comparator, found=found, text=says)
        assert carried is is_carried
