"""The page as readers get it: what nobody answers for is found, and what somebody else says is theirs."""

import json
import re
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import connection
from django.db.models import CharField, EmailField, Model, TextField, URLField
from django.template.engine import Engine
from django.test.utils import CaptureQueriesContext

from wagtail.fields import StreamField
from wagtail.models import Page

import pytest

from articles.gate.owners import unowned
from articles.gate.rendered import lines_of, render
from articles.gate.site_words import PUBLIC, template_words
from articles.models import ConditionPage
from articles.statements.finding import statement_in
from articles.statements.markup import read_markup
from articles.statements.reading import normalize, texts
from articles.statements.sentences import sentences_in
from articles.statements.strong import strong_in
from clinic.gate import findings
from clinic.models import ClinicRendition, InformationPage, PublishGateMixin
from clinic.site_version.tables import public_tables
from tests.crawl import load_demonstration_site
from tests.factories import (
    make_condition,
    make_details,
    make_home,
    make_information_page,
    make_picture,
    photo_of,
)

pytestmark = pytest.mark.django_db
SAYS = "Needles make the pain in your back go away for good."


def codes(page: Page) -> list[str]:
    return [finding.code for finding in findings(page)]


@pytest.fixture
def unread(monkeypatch):
    """A page with a field that the gate does not know of, as one that was added without a thought."""
    monkeypatch.setattr(InformationPage, "unprinted_fields", ("introduction",), raising=False)
    return make_information_page()


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("Acupuncture is a miracle", "forbidden_word"),
        ("It takes n\u0435rves.", "mixed_alphabets"),
        (SAYS, "statement_of_nobody"),
    ],
)
def test_what_no_text_accounts_for_is_found_where_readers_meet_it(unread, words, code):
    unread.introduction = words
    found = findings(unread)
    assert [each.code for each in found] == [code]
    assert words.lower()[:10] in found[0].message
    unread.introduction = "We are open on Mondays."
    assert codes(unread) == []


@pytest.mark.parametrize("says", ["Acupuncture heals.", "Needles ease pain."])
def test_a_whole_sentence_of_few_words_is_one_too(unread, says):
    unread.introduction = says
    assert codes(unread) == ["statement_of_nobody"]


def test_what_a_part_says_names_the_part_that_can_be_withheld(monkeypatch):
    ask = ("paragraph", "<p>Ask us.</p>")
    page = make_information_page(body=[("heading", "Why?"), ask, ("heading", "Who?")])
    monkeypatch.setattr("articles.statements.blocks._markup", lambda markup: iter(()))
    page.body[1].value.source = f"<p>{SAYS}</p>"
    [finding] = findings(page)
    assert (finding.code, finding.field, finding.place) == ("statement_of_nobody", "body", 1)
    assert finding.block_id == page.body[1].id


# Words of a treatment, a complaint or an effect.
_OF_TREATMENTS = re.compile(
    r"acupunct|needl|cupping|moxa|herb|treat|therap|pain|sympt|reliev|relief|heal|cure|eas(e|ing)|effective|safe",
    re.IGNORECASE,
)
# What our own templates say of them, each read by a person: nothing yet.
REVIEWED: set[str] = set()


def test_our_own_templates_say_nothing_of_treatments_that_nobody_has_read():
    asked = ("appointments/public/**/*.html", "articles/finding/*.html", "*.html")
    folders = [Path(folder) for folder in Engine.get_default().dirs]
    paths = [path for folder in folders for pattern in (*PUBLIC, *asked) for path in folder.glob(pattern)]
    said = {normalize(read_markup(str(piece)).words) for path in paths for piece in template_words(path)}
    sentences = {each for words in said for line in words.split("\n") for each in sentences_in(line)}
    assert {each for each in sentences if statement_in(each, "en") and strong_in(each, "en")} == set()
    assert {
        each for each in sentences if _OF_TREATMENTS.search(each) and statement_in(each, "en")
    } <= REVIEWED
    assert statement_in(SAYS, "en")
    assert len(sentences) > 300


def test_it_reads_head_header_and_footer_too(unread):
    html = render(unread)
    lines = lines_of(html.replace("</title>", " A miracle</title>"))
    assert any("A miracle" in line for line in lines)
    assert [each.said for each in unowned(lines, texts(unread), "en") if "miracle" in each.said]
    for end in ("</header>", "</footer>"):
        assert "A miracle" in lines_of(html.replace(end, f"<p>A miracle</p>{end}"))
    data = '<script type="application/ld+json">{"name": "A miracle"}</script></head>'
    assert "A miracle" in lines_of(html.replace("</head>", data))
    assert "A miracle" in lines_of(html.replace("</head>", '<meta property="og:title" content="A miracle">'))


def test_what_a_page_shows_of_another_is_answered_for_where_it_is_written():
    home, article = make_home(), make_condition()
    ConditionPage.objects.filter(pk=article.pk).update(summary=SAYS, title="A miracle")
    home.body = [("page_cards", {"heading": "What do you treat?", "parent": article.get_parent()})]
    assert SAYS in render(home)
    assert codes(home) == []
    assert "forbidden_word" in codes(ConditionPage.objects.get())


def test_a_draft_answers_for_nothing(unread):
    InformationPage(title="x")
    make_information_page(slug="draft", live=False)
    InformationPage.objects.filter(slug="draft").update(seo_title=SAYS)
    unread.introduction = SAYS
    assert codes(unread) == ["statement_of_nobody"]


def test_looking_at_a_page_stores_nothing_scales_nothing_and_leaves_the_page_as_it_is():
    make_details()
    page = make_information_page(body=[("heading", "Why?"), photo_of(make_picture())])
    page = InformationPage.objects.get(pk=page.pk)
    before = json.dumps(page.serializable_data(), default=str)
    with CaptureQueriesContext(connection) as queries:
        render(page)
    assert {query["sql"].split(" ")[0] for query in queries} == {"SELECT"}
    assert not ClinicRendition.objects.exists()
    assert json.dumps(page.serializable_data(), default=str) == before
    assert not hasattr(page.body[0].value, "anchor")


# What a publication says is no text of ours: a reviewer compares it with the publication.
NOT_OURS = {"articles.Source"}
# No words, or words that pages never print.
_FORMATTED = {
    "path",
    "url_path",
    "slug",
    "file_hash",
    "license_number",
    "doi",
    "pmid",
    "postal_code",
    "region",
}


def marked_fields(model: type[Model]) -> list[Any]:
    return [
        field
        for field in model._meta.local_concrete_fields
        if isinstance(field, StreamField)
        or (
            isinstance(field, CharField | TextField)
            and not isinstance(field, URLField | EmailField)
            and not field.choices
            and field.name not in _FORMATTED
            and "phone" not in field.name
        )
    ]


def with_mark(value: Any, mark: str) -> Any:
    """Put the mark behind every text of a stored value, of which choices and keys are one word."""
    if isinstance(value, dict):
        return {name: with_mark(inner, mark) for name, inner in value.items()}
    if isinstance(value, list):
        return [with_mark(inner, mark) for inner in value]
    if not isinstance(value, str) or " " not in value:
        return value
    return f"{value}<p>{mark}</p>" if value.startswith("<") else f"{value} {mark}"


def test_whatever_readers_see_of_a_field_is_read():
    """Every text field of every table that public pages read is marked, and every page looked at."""
    load_demonstration_site()
    models = [model for model in apps.get_models() if model._meta.db_table in public_tables()]
    marks = {
        f"zq{number}x": field for number, field in enumerate(f for m in models for f in marked_fields(m))
    }
    for mark, field in marks.items():
        for pk, value in field.model._base_manager.values_list("pk", field.name):
            if isinstance(field, StreamField):
                new = json.dumps(with_mark(value.get_prep_value(), mark))
            else:
                new = f"{value[: (field.max_length or 1000) - len(mark) - 1]} {mark}"
            field.model._base_manager.filter(pk=pk).update(**{field.name: new})
    pages = [each for each in Page.objects.live().specific() if isinstance(each, PublishGateMixin)]
    shown = {mark for page in pages for mark in re.findall(r"zq\d+x", render(page))}
    owners = [*pages, *(each for m in models if not issubclass(m, Page) for each in m._base_manager.all())]
    read = {mark for owner in owners for text in texts(owner) for mark in re.findall(r"zq\d+x", text.words)}
    forgotten = {str(marks[mark]) for mark in shown - read if marks[mark].model._meta.label not in NOT_OURS}
    assert len(shown) > 40
    assert forgotten == set()
