"""Reading of pages: what a browser shows, and what stands beside it in markup, is text; no more is cut."""

import datetime

import pytest

from articles.models import ConditionPage, SafetyNotice
from articles.statements.keys import key_of
from articles.statements.markup import SOFT_BREAK, read_markup, words_of_address
from articles.statements.reading import normalize, readings, texts, words_of
from clinic.models import ClinicSettings, InformationPage, Practitioner
from clinic.pages.link_addresses import leads_somewhere

# A page asks for its content type.
pytestmark = pytest.mark.django_db


def page_with(*blocks: tuple, **fields) -> ConditionPage:
    return ConditionPage(title="Sciatica", slug="sciatica", body=list(blocks), **fields)


def words(instance, field: str) -> list[str]:
    return [text.words for text in texts(instance) if text.field == field]


def test_blocks_part_sentences_and_inline_elements_hide_no_word():
    assert words_of("<ul><li>It <b>cu</b>res</li><li>you</li></ul>a<hr>b<table><tr><td>c<td>d</table>") == (
        "It cures\nyou\na\nb\nc\nd"
    )
    assert words_of("<p>no side</p><p>effects</p>") == "no side\neffects"
    assert words_of("<div>x</div>" * 3000) == "\n".join(["x"] * 3000)


def test_a_line_break_hides_no_word_and_parts_lines():
    read = read_markup("<p>100<br/>%</p>")
    assert read.words == f"100{SOFT_BREAK}%"
    assert readings(read.words) == ["100\n%", "100 %"]


def test_what_a_browser_takes_for_no_tag_is_text():
    said = "Pain <in one week it is a proven cure> 4 a month, 5 < 6 and 7 > 2"
    assert words(page_with(summary=said), "summary") == [said]
    assert words(page_with(summary="<!-- proven --> a"), "summary") == ["<!-- proven --> a"]
    unknown = read_markup(said).unseen
    assert [" ".join(each.split()) for each in unknown] == ["in one week it is a proven cure"]


def test_alternatives_links_and_comments_are_texts_of_their_own():
    markup = (
        '<p>a <a href="/proven-cure/?in=a+week" title="Two">b</a><img alt="Three" aria-label="Four">'
        "<!-- Five --></p><script>six()</script><style>seven</style>"
    )
    page = page_with(("heading", "First"), ("paragraph", markup))
    found = [(text.words, text.address) for text in texts(page) if text.place == 1]
    assert found == [
        ("a b", ""),
        ("Two", ""),
        ("Three", ""),
        ("Four", ""),
        ("Five", ""),
        ("proven cure in a week", "/proven-cure/?in=a+week"),
    ]


def test_each_text_says_where_it_stands():
    page = page_with(
        ("heading", "First"), ("facts", {"heading": "x", "items": [{"term": "y", "detail": "z"}]})
    )
    found = [text for text in texts(page) if text.field == "body"]
    ids = [child.id for child in page.body]
    assert [(text.words, text.place, text.block_id) for text in found] == [
        ("First", 0, ids[0] or ""),
        ("x", 1, ids[1] or ""),
        ("y", 1, ids[1] or ""),
        ("z", 1, ids[1] or ""),
    ]
    assert found[1].where == "Part 2 (Facts)"


def test_choices_say_nothing_and_numbers_neither():
    block = ("claim", {"text": "it helps.", "comparator": "care", "certainty": "low", "found": "better"})
    assert words(page_with(block), "body") == ["it helps.", "care"]


def test_a_name_in_the_address_and_a_target_are_read_as_words():
    assert words(page_with(), "slug") == ["sciatica"]
    assert words_of_address("https://x.example/A%20proven_cure/for-migraine?q=b+c#d") == (
        "A proven cure for migraine q b c d"
    )
    assert words_of_address("mailto:cure@x.example") == words_of_address("tel:911") == ""


@pytest.mark.parametrize(
    ("model", "expected"),
    [
        (
            Practitioner,
            {"name", "post_nominals", "role", "languages", "licensing_board", "biography", "slug"},
        ),
        (ClinicSettings, {"clinic_name", "street_address", "locality", "licensing_board", "announcement"}),
        (SafetyNotice, {"title", "body"}),
        (InformationPage, {"title", "slug", "seo_title", "search_description", "introduction"}),
        (ConditionPage, {"verdict", "what_helps", "emergency_if", "also_known_as", "other_names"}),
    ],
)
def test_every_field_of_text_is_read(model, expected):
    instance = model(**dict.fromkeys(expected, "word"))
    assert expected <= {text.field for text in texts(instance)}


def test_what_editors_alone_see_is_not_read():
    exception = {"sentence": "s", "reason": "r"}
    page = page_with(lint_exceptions=[("exception", exception)], draft_title="Draft")
    assert {text.field for text in texts(page)} == {"title", "slug"}


def test_the_reason_of_a_closed_day_is_read():
    eve = datetime.date(2026, 12, 24)
    day = {"first_day": eve, "last_day": eve, "reason": "A miracle"}
    details = ClinicSettings(closures=[("closure", day)])
    assert words(details, "closures") == ["A miracle"]


def test_normalizing_leaves_lines_and_takes_nothing_for_markup():
    assert normalize(" a\u00a0 b\n\n it\u2019s <b> \u200b5") == "a b\nit's <b> 5"
    assert normalize(normalize("a <b>\nc")) == "a <b>\nc"


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "java\tscript:x",
        " JaVaScript:x",
        "\x01javascript:x",
        "data:text/html,x",
        "vbscript:x",
    ],
)
def test_a_link_never_leads_to_what_a_browser_runs(address):
    assert not leads_somewhere(address)


@pytest.mark.parametrize(
    "address",
    ["/fees/", "#top", "?page=2", "fees", "https://x.example/a:b", "mailto:a@b.example", "tel:911", "//x/"],
)
def test_a_link_leads_to_pages_phones_and_mail(address):
    assert leads_somewhere(address)


def test_a_question_is_another_sentence_than_its_words_as_an_assertion():
    assert key_of("Does it help?") == key_of("does it help ?!")
    assert key_of("It helps?") != key_of("It helps.") == key_of("It helps!")
