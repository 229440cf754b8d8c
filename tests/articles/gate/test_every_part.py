"""Statements in every field and every kind of block of every page type: each is told at its very place."""

from collections.abc import Iterator
from copy import copy
from itertools import product
from pathlib import Path
from string import ascii_lowercase
from typing import Any

from django.db.models import CharField, TextField

from wagtail.blocks import (
    CharBlock,
    ChooserBlock,
    DateBlock,
    ListBlock,
    RichTextBlock,
    StreamBlock,
    StructBlock,
    TextBlock,
    TimeBlock,
    URLBlock,
)
from wagtail.fields import RichTextField, StreamField
from wagtail.images.blocks import ImageBlock
from wagtail.models import Page, get_page_models

import pytest

from articles.gate.unanswered import open_statements
from clinic.gate import NotReadyError
from clinic.models import PublishGateMixin
from tests.factories import make_home, make_information_page, make_picture, make_ready_draft

pytestmark = pytest.mark.django_db
GATED = [model for model in get_page_models() if issubclass(model, PublishGateMixin)]
# What is told of each text: that nobody has answered, and that it compares.
EASES = "Acupuncture eases the pain in your {}."
SUPERIOR = "Acupuncture is superior to {}."
# No words of a page's: its place, and names in addresses, which tests/articles/gate/test_addresses.py asks.
NO_WORDS = {"path", "url_path", "draft_title", "slug"}
ARTICLE = (Path(__file__).parent / "as_clinics_publish.txt").read_text(encoding="utf-8")


def names() -> Iterator[str]:
    """Yield words that no list holds, each once."""
    return ("brand" + "".join(letters) for letters in product(ascii_lowercase, repeat=2))


class Filling:
    """Values for every block, with sentences of its own in each text; ``told`` are these by their place."""

    def __init__(self) -> None:
        self.told: dict[tuple[str, int | None], list[str]] = {}
        self.names = names()
        self.place: tuple[str, int | None] = ("", None)
        self.picture = make_picture()

    def text(self) -> str:
        """Return two sentences that stand nowhere else."""
        name = next(self.names)
        said = [EASES.format(name), SUPERIOR.format(name)]
        self.told.setdefault(self.place, []).extend(said)
        return " ".join(said)

    def value_of(self, block: Any) -> Any:
        """Return a value with a text at each place that takes one."""
        match block:
            case ImageBlock():
                return {"image": copy(self.picture), "alt_text": self.text(), "decorative": False}
            case StructBlock():
                return {name: self.value_of(child) for name, child in block.child_blocks.items()}
            case ListBlock():
                return [self.value_of(block.child_block)]
            case StreamBlock():
                return [(name, self.value_of(child)) for name, child in block.child_blocks.items()]
            case RichTextBlock():
                return f"<ul><li>{self.text()}</li></ul>"
            case URLBlock() | DateBlock() | TimeBlock() | ChooserBlock():
                return None
            case CharBlock() | TextBlock():
                return self.text()
        return block.get_default()

    def fill(self, page: Page) -> Page:
        """Fill every field and stream of a page with one part of each kind."""
        for field in page._meta.concrete_fields:
            if isinstance(field, StreamField):
                if field.name not in getattr(page, "unprinted_fields", ()):
                    setattr(page, field.name, list(self._parts(field)))
            elif (
                isinstance(field, CharField | TextField) and not field.choices and field.name not in NO_WORDS
            ):
                self.place = (field.name, None)
                is_rich = isinstance(field, RichTextField)
                setattr(page, field.name, f"<p>{self.text()}</p>" if is_rich else self.text())
        return page

    def _parts(self, field: StreamField) -> Iterator[tuple[str, Any]]:
        for place, (name, block) in enumerate(field.stream_block.child_blocks.items()):
            self.place = (field.name, place)
            yield name, self.value_of(block)


def is_claim(page: Page, field: str, place: int | None) -> bool:
    return place is not None and getattr(page, field)[place].block_type == "claim"


@pytest.mark.parametrize("model", GATED)
def test_every_field_and_every_kind_of_block_is_read_and_told_at_its_place(model):
    filling = Filling()
    page = filling.fill(model(title="x", slug="x", live=True))
    with pytest.raises(NotReadyError) as refusal:
        make_home().add_child(instance=page)
    found = [(each.field, each.place, each.message) for each in refusal.value.findings]
    for (field, place), sentences in filling.told.items():
        messages = [message for *where, message in found if where == [field, place]]
        for sentence in sentences:
            # A claim answers for what it says; what it compares with is its sources' affair.
            if not (is_claim(page, field, place) and sentence.startswith("Acupuncture eases")):
                assert any(sentence in message for message in messages), (field, place, sentence)
    assert not model.objects.filter(slug="x").exists()


def test_the_sweep_meets_every_kind_of_block():
    kinds = {
        (field.name, name)
        for model in GATED
        for field in model._meta.concrete_fields
        if isinstance(field, StreamField)
        for name in field.stream_block.child_blocks
    }
    assert {("body", name) for name in ("comparison", "faq", "facts", "care_card", "trainings")} <= kinds
    assert len(GATED) >= 10


SENTENCES = [line for line in ARTICLE.splitlines() if line.endswith(".")]
LINES = [line for line in ARTICLE.splitlines() if line]
PASTED = {
    "paragraphs": [("paragraph", "".join(f"<p>{line}</p>" for line in LINES))],
    "a list": [("paragraph", f"<ul>{''.join(f'<li>{line}</li>' for line in LINES)}</ul>")],
    "line breaks": [("paragraph", f"<p>{'<br/>'.join(LINES)}</p>")],
    "one line": [("heading", " ".join(LINES))],
    "an answer": [
        ("faq", {"items": [{"question": "Why?", "answer": "".join(f"<p>{line}</p>" for line in LINES)}]})
    ],
    "a detail": [("facts", {"items": [{"term": "Why", "detail": "\n\n".join(LINES)}]})],
}


@pytest.mark.parametrize("way", PASTED)
@pytest.mark.parametrize("make", [make_information_page, make_ready_draft])
def test_the_article_of_a_clinic_is_refused_with_all_its_statements_however_it_is_pasted(make, way):
    page = make(slug="pasted")
    page.body = [*PASTED[way]]
    with pytest.raises(NotReadyError) as refusal:
        page.save_revision().publish()
    # Those with a word that we never use are told by that word.
    assert len(refusal.value.findings) >= len(SENTENCES) > 30
    found = "\n".join(each.sentence for each in open_statements(page))
    assert [sentence for sentence in SENTENCES if sentence not in found] == []
    assert not type(page).objects.live().filter(pk=page.pk, last_published_at__isnull=False).exists()
