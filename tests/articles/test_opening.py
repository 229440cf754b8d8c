"""How an article opens and ends: the answer first, the emergency card, one invitation, sources folded."""

import datetime

from django.utils import timezone

import pytest

from tests.articles.test_article_page import URL, text_of
from tests.factories import (
    ANSWERS,
    make_care_card,
    make_claim,
    make_condition,
    make_details,
    make_safety_notice,
    make_source,
)

pytestmark = pytest.mark.django_db
ASK = ("call_to_action", {"heading": "Shall we talk?", "text": ""})


def test_the_answers_and_the_verdict_with_its_certainty_come_before_everything_else(client):
    make_condition(body=[("heading", "What causes it?"), make_claim(sources=[make_source()])], **ANSWERS)
    seen = text_of(client.get(URL))
    wanted = [
        "What it is Pain that runs down the leg.",
        "How long it lasts Ask how long it may take.",
        "What helps first Keep moving gently.",
        "Does acupuncture help? One small trial: we do not know. Low certainty",
        "What causes it?",
    ]
    places = [seen.find(words) for words in wanted]
    assert -1 not in places
    assert places == sorted(places)


def test_the_red_line_leads_to_the_first_emergency_card(client):
    make_condition(body=[make_care_card(level="urgent"), make_care_card(), make_care_card()], **ANSWERS)
    html = client.get(URL).content.decode()
    assert "Call 911 if both legs are numb" in text_of(client.get(URL))
    assert html.count('href="#emergency"') == html.count('id="emergency"') == 1
    card = html[html.index('id="emergency"') :]
    assert "Emergency:" in card.partition("</section>")[0]


def test_without_an_emergency_card_the_line_leads_nowhere_and_is_left_out(client):
    make_condition(body=[make_care_card(level="urgent")], **ANSWERS)
    assert "#emergency" not in client.get(URL).content.decode()


def test_the_verdict_goes_with_the_claims_that_nobody_checked_for_too_long(client):
    due = timezone.localdate() - datetime.timedelta(days=400)
    make_condition(body=[make_claim(sources=[make_source()])], next_review_due=due, **ANSWERS)
    seen = text_of(client.get(URL))
    assert "Keep moving gently." in seen
    assert "One small trial: we do not know." not in seen


def test_an_article_from_before_opens_with_its_summary(client):
    make_condition()
    assert "What it is, and when to call a doctor." in text_of(client.get(URL))


@pytest.mark.parametrize(("body", "asks"), [([], 2), ([ASK], 2), ([ASK, ("heading", "Last")], 3)])
def test_the_end_asks_once(client, body, asks):
    """Once at the top and once at the end; an invitation in the middle comes on top of it."""
    make_details()
    make_condition(body=[("paragraph", "<p>Text.</p>"), *body])
    article = client.get(URL).content.decode().partition("<article")[2].partition("</article>")[0]
    assert article.count("Request an appointment") == asks


def test_the_safety_notice_bears_its_title_unless_a_heading_stands_above_it(client):
    notice = ("safety_notice", make_safety_notice(title="Your safety"))
    make_condition(body=[("heading", "Is it safe?"), notice])
    assert "Your safety" not in text_of(client.get(URL))
    make_condition(slug="two", body=[("heading", "Is it safe?"), ("paragraph", "<p>Yes.</p>"), notice])
    assert "Your safety" in text_of(client.get("/conditions/two/"))


def test_sources_and_contents_fold_without_a_script(client):
    make_condition(body=[("heading", "Research"), make_claim(sources=[make_source()])])
    html = client.get(URL).content.decode()
    for start in ('class="contents"', 'id="sources"'):
        part = html[html.index(start) :]
        assert part.index("<details") < part.index("<ol>") < part.index("</details>")
