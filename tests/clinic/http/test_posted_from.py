"""What browsers say of the page that a form was on."""

from django.test import RequestFactory

import pytest

from clinic.http.posted_from import HiddenOriginMiddleware, PostedFrom, posted_from

OURS = "http://testserver"
SAID = [
    ({}, "ours"),
    ({"Origin": OURS}, "ours"),
    ({"Origin": OURS, "Sec-Fetch-Site": "same-origin"}, "ours"),
    ({"Origin": "null", "Sec-Fetch-Site": "same-origin"}, "ours"),
    ({"Sec-Fetch-Site": "same-origin"}, "ours"),
    ({"Sec-Fetch-Site": "none"}, "ours"),
    ({"Referer": f"{OURS}/appointments/request/"}, "ours"),
    ({"Referer": "/odd"}, "ours"),
    ({"Origin": "null"}, "hidden"),
    ({"Origin": "null", "Sec-Fetch-Site": "cross-site"}, "hidden"),
    ({"Origin": ""}, "another site"),
    ({"Origin": "https://evil.example"}, "another site"),
    ({"Origin": "https://evil.example", "Sec-Fetch-Site": "same-origin"}, "another site"),
    ({"Origin": f"{OURS}:81"}, "another site"),
    ({"Origin": f"{OURS}.evil.example"}, "another site"),
    ({"Origin": "https://testserver"}, "another site"),
    ({"Sec-Fetch-Site": "cross-site"}, "another site"),
    ({"Sec-Fetch-Site": "same-site"}, "another site"),
    ({"Referer": "https://evil.example/"}, "another site"),
    ({"Referer": "http://[odd"}, "another site"),
]


@pytest.mark.parametrize(("headers", "where"), SAID)
def test_a_form_counts_as_ours_unless_the_browser_says_otherwise(headers, where):
    request = RequestFactory().post("/", headers=headers)
    HiddenOriginMiddleware(lambda _request: None).process_request(request)
    assert posted_from(request) is PostedFrom(where)
