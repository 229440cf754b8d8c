"""The validator of JSON-LD itself: it must find each kind of mistake, or a clean crawl proves nothing."""

import pytest

from tests.clinic.pages.metadata.json_ld import data_of, problems

ADDRESS = {
    "@type": "PostalAddress",
    "streetAddress": "1 Test Street",
    "addressLocality": "San Juan Capistrano",
    "addressRegion": "CA",
    "postalCode": "92675",
    "addressCountry": "US",
}
CLINIC = {
    "@id": "https://halls.example/#clinic",
    "@type": "MedicalClinic",
    "name": "Acupuncture Halls",
    "url": "https://halls.example/",
    "telephone": "+19495106333",
    "address": ADDRESS,
    "openingHoursSpecification": [
        {
            "@type": "OpeningHoursSpecification",
            "dayOfWeek": "https://schema.org/Monday",
            "opens": "09:00",
            "closes": "17:00",
        }
    ],
}


def problems_of(*nodes) -> list[str]:
    return problems({"@context": "https://schema.org", "@graph": list(nodes)})


def test_a_correct_graph_has_no_problems():
    person = {
        "@type": "Person",
        "name": "Ana Reyes",
        "honorificSuffix": "L.Ac.",
        "worksFor": {"@id": CLINIC["@id"]},
    }
    assert problems_of(CLINIC, person) == []


@pytest.mark.parametrize(
    ("extra", "problem"),
    [
        ({"usNPI": "1"}, "unknown property MedicalClinic.usNPI"),
        ({"lastReviewed": "2026-11-03"}, "lastReviewed does not belong on MedicalClinic"),
        ({"address": "1 Test Street"}, 'MedicalClinic.address cannot be "1 Test Street"'),
        ({"address": {"@id": CLINIC["@id"]}}, "MedicalClinic.address cannot be"),
        ({"url": "/"}, 'MedicalClinic.url cannot be "/"'),
        ({"name": 5}, "MedicalClinic.name cannot be 5"),
        ({"name": ""}, 'MedicalClinic.name cannot be ""'),
        ({"aspect": "Treatments"}, "MedicalClinic.aspect is superseded by mainContentOfPage"),
        ({"@type": "Physician"}, "unknown type Physician"),
        ({"image": {"@id": "#nowhere"}}, "MedicalClinic.image points at #nowhere, which is not there"),
    ],
)
def test_a_wrong_property_is_found(extra, problem):
    found = problems_of({**CLINIC, **extra})
    assert any(line.startswith(problem) for line in found), found


def test_a_missing_property_is_found_at_any_depth():
    without = {name: value for name, value in ADDRESS.items() if name != "postalCode"}
    found = problems_of(
        {**{name: CLINIC[name] for name in CLINIC if name != "telephone"}, "address": without}
    )
    assert found == ["MedicalClinic lacks telephone", "PostalAddress lacks postalCode"]


@pytest.mark.parametrize(
    ("name", "value"),
    [("opens", "9 am"), ("closes", "25:00"), ("dayOfWeek", "Monday"), ("validFrom", "11/3/26")],
)
def test_a_time_or_date_in_another_form_is_found(name, value):
    assert problems_of({"@type": "OpeningHoursSpecification", name: value})


def test_two_nodes_of_one_name_are_found():
    assert problems_of(CLINIC, CLINIC) == ["https://halls.example/#clinic stands for two nodes"]


def test_another_vocabulary_is_refused():
    assert problems({"@context": "https://example.org", "@graph": [CLINIC]})
    assert problems({"@context": "https://schema.org", **CLINIC})


def test_every_block_of_a_page_is_read():
    html = (
        '<script type="application/ld+json">{"a": 1}</script>\n<script type="application/ld+json">{}</script>'
    )
    assert data_of(html) == [{"a": 1}, {}]
