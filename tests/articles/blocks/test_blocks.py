"""What an editor can put on a page: how each block reads, and what it refuses with which words."""

import json

from django.core.exceptions import ValidationError

from wagtail.blocks import StructBlock
from wagtail.blocks.base import get_error_json_data

import pytest

from articles.blocks.streams import ArticleStreamBlock
from clinic.pages.blocks.drawings import IllustrationBlock
from clinic.pages.blocks.streams import TextStreamBlock
from clinic.pages.blocks.tables import ComparisonBlock
from tests.articles.test_article_page import count_queries, text_of
from tests.articles.test_editor import article_form
from tests.cast import make_ed, signed_in
from tests.factories import make_condition, make_condition_index, make_information_page, make_source

pytestmark = pytest.mark.django_db
TABLE = {
    "caption": "Visits",
    "first_column": "Visit",
    "columns": ["Time", "Price"],
    "rows": [{"name": "First", "cells": ["75 minutes", "$140"]}],
    "note": "",
}
DRAWING = {"drawing": "hand", "alt_decision": "decorative", "description": "", "caption": "", "size": "small"}
STEPS = {"heading": "What happens?", "items": [{"title": "A talk", "text": "We listen."}] * 2}


def page_with(client, *body) -> str:
    make_information_page(body=list(body))
    return client.get("/about/").content.decode()


def errors_of(block, value) -> str:
    """What a block says about a value, wherever in it."""
    with pytest.raises(ValidationError) as error:
        block.clean(block.normalize(value))
    return json.dumps(get_error_json_data(error.value))


def test_steps_are_an_ordered_list_with_a_heading_each(client):
    html = page_with(client, ("steps", STEPS))
    assert '<ol class="stages">' in html
    assert '<h2 id="section-what-happens">What happens?</h2>' in html
    assert html.count("<h3>A talk</h3>") == 2


def test_a_comparison_has_headers_for_rows_and_columns_and_can_be_scrolled(client):
    html = page_with(client, ("comparison", TABLE))
    assert html.count('<th scope="col">') == 3
    assert '<th scope="row">First</th>' in html
    assert "<caption>Visits</caption>" in html
    region = html[html.index('class="comparison__scroll"') :].partition(">")[0]
    for attribute in ('role="group"', 'aria-label="Table that scrolls', 'tabindex="0"'):
        assert attribute in region


def test_a_row_with_a_missing_cell_is_refused_and_says_how_many_it_needs():
    short = {**TABLE, "rows": [*TABLE["rows"], {"name": "Second", "cells": ["50 minutes"]}]}
    assert "needs 2 cells" in errors_of(ComparisonBlock(), short)


def test_a_described_drawing_has_words_and_a_decorative_one_is_silent(client):
    described = {**DRAWING, "alt_decision": "described", "description": "A nerve at the wrist"}
    html = page_with(client, ("illustration", described), ("illustration", DRAWING))
    assert html.count('role="img"') == 1
    assert 'aria-label="A nerve at the wrist"' in html
    assert html.count('class="illustration illustration--small"') == 2


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"alt_decision": "described"}, "Say what the drawing shows"),
        ({"alt_decision": ""}, "required"),
        ({"drawing": "../../secret"}, "not one of the available choices"),
    ],
)
def test_a_drawing_needs_its_decision(changes, words):
    assert words in errors_of(IllustrationBlock(), {**DRAWING, **changes})


@pytest.mark.parametrize(
    ("level", "prefix"), [("emergency", "Emergency:"), ("urgent", "Urgent advice:"), ("self_care", "Advice:")]
)
def test_care_cards_say_their_urgency_to_those_who_do_not_see_the_color(client, level, prefix):
    card = {"level": level, "heading": "Call 911 if:", "items": ["your face droops"]}
    make_condition(body=[("care_card", card)])
    html = client.get("/conditions/sciatica/").content.decode()
    heading = html[html.index(f'class="care care--{level}"') :].partition("</h3>")[0]
    assert f'<span class="hidden-text"> {prefix} </span>' in " ".join(heading.split())


@pytest.mark.parametrize(
    "first",
    [("paragraph", "<h3>Causes</h3><p>Many.</p>"), ("faq", {"items": [{"question": "Q", "answer": "A"}]})],
)
def test_a_subheading_before_the_first_heading_is_refused(first):
    block = TextStreamBlock()
    assert "before the page's first heading" in errors_of(block, [first, ("heading", "Late")])
    block.clean(block.normalize([("heading", "First"), first]))
    block.clean(block.normalize([("steps", STEPS), first]))


def test_a_draft_may_skip_a_level():
    block = TextStreamBlock()
    value = block.normalize([("paragraph", "<h3>Causes</h3>")])
    block.clean_deferred(value)


def test_blocks_with_rarely_used_fields_keep_them_in_a_drawer():
    blocks = ArticleStreamBlock().child_blocks
    drawers = {
        name: block.meta.form_layout.settings
        for name, block in blocks.items()
        if isinstance(block, StructBlock) and block.meta.form_layout.settings
    }
    assert drawers == {"claim": ["in_brief", "people"], "comparison": ["note"], "illustration": ["size"]}
    for name in drawers:
        assert set(blocks[name].meta.form_layout.get_sorted_block_names()) == set(blocks[name].child_blocks)


def test_what_a_word_processor_pastes_is_stripped_to_what_the_site_uses():
    client = signed_in(make_ed())
    url = f"/admin/pages/add/articles/conditionpage/{make_condition_index().pk}/"
    pasted = {
        "entityMap": {"0": {"type": "IMAGE", "mutability": "IMMUTABLE", "data": {"src": "file:///C:/a.gif"}}},
        "blocks": [
            {
                "key": str(place),
                "text": text,
                "type": kind,
                "depth": 0,
                "inlineStyleRanges": [{"offset": 0, "length": 4, "style": style}],
                "entityRanges": [],
            }
            for place, (kind, style, text) in enumerate(
                [
                    ("header-one", "UNDERLINE", "Cause <o:p>"),
                    ("unstyled", "color-red", "Many causes"),
                    ("unstyled", "BOLD", "Bold words"),
                ]
            )
        ],
    }
    response = client.post(url, article_form(("paragraph", json.dumps(pasted))))
    assert response.status_code == 302
    saved = make_condition_index().get_children().get().specific.body[0].value.source
    assert "<b>Bold</b> words" in saved
    for markup in ("<h1", "<u>", "color", "<o:p>", "style", "class", "file:"):
        assert markup not in saved
    assert "Many causes" in saved


def test_two_hundred_blocks_are_saved_and_shown_within_eight_queries(client):
    editor = signed_in(make_ed())
    url = f"/admin/pages/add/articles/conditionpage/{make_condition_index().pk}/"
    blocks = [("heading", f"Part {number}") for number in range(200)]
    assert editor.post(url, article_form(*blocks)).status_code == 302
    source = make_source()
    claims = [
        ("claim", {"text": f"n{n}", "comparator": "sham", "certainty": "low", "sources": [source]})
        for n in range(100)
    ]
    page = make_condition(slug="long", body=[*blocks[:100], *claims])
    assert len(count_queries(client, page.url)) <= 8
    assert "Part 99" in text_of(client.get(page.url))
