"""Files that somebody made to stop the server: each is read or refused, and none is read for ever."""

import pytest

from articles.importing.document import Document, Picture
from articles.importing.readers import word
from articles.importing.readers.kinds import read_file, read_paste
from articles.importing.readers.refusals import UnreadableDocument

from .files import DRAWING, PICTURE, paragraph, relations, word_file

ENTITY = '<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "aaaaaaaaaa">]><d>&a;&a;</d>'


def texts_of(document: Document) -> list[str]:
    """Words of each part that has some."""
    return [part.text for part in document.parts if getattr(part, "text", "")] + [
        words for part in document.parts for words in getattr(part, "texts", [])
    ]


def read(content: bytes) -> Document:
    return read_file(content, "article.docx", Document())


def test_comments_without_end_are_read_once():
    assert texts_of(read(b"<!---->" * 60 + b"Words"))


def test_tables_in_tables_tell_each_word_once():
    inner = "Words"
    for _level in range(12):
        inner = f"<table><tr><td>{inner}</td></tr></table>"
    assert texts_of(read_paste("", inner, Document())) == ["Words"]


@pytest.mark.parametrize("tag", ["ul", "ul><li", "table><tr><td", "blockquote"])
def test_depth_without_end_is_read_as_text(tag):
    assert "Words" in " ".join(texts_of(read_paste("", f"<{tag}>" * 2000 + "Words", Document())))


def test_a_picture_of_a_size_that_is_no_number_is_a_picture():
    document = read_paste("", f'<p>Words</p><img src="/a.png" width="{"9" * 5000}">', Document())
    assert any(isinstance(part, Picture) for part in document.parts)


def test_a_picture_that_a_text_names_many_times_is_kept_once_and_not_without_end(monkeypatch):
    many = word_file(paragraph("Words"), *[paragraph(DRAWING)] * 9)
    document = read(many)
    addresses = [part.address for part in document.parts if isinstance(part, Picture)]
    assert len(addresses) == 9
    assert len({id(document.picture(address)) for address in addresses}) == 1
    monkeypatch.setattr(word, "MOST_BYTES", 8 * len(PICTURE))
    with pytest.raises(UnreadableDocument, match="far larger"):
        read(many)


@pytest.mark.parametrize("name", ["word/sub/document.xml", "word/document.bin"])
def test_entities_are_refused_in_whatever_part_the_text_is_said_to_be(name):
    related = relations(("rId1", "officeDocument", name))
    with pytest.raises(UnreadableDocument):
        read(word_file(paragraph("Words"), files={name: ENTITY, "_rels/.rels": related}))
