"""Word files: what survives, what is told, and what is refused before it is opened."""

import time

import pytest

from articles.importing.document import Document, Heading, ItemList, Paragraph, Picture, Table
from articles.importing.readers.kinds import OLD_WORD, PASSWORD, read_file
from articles.importing.readers.refusals import UnreadableDocument
from articles.importing.readers.word_files import DAMAGED, MACRO, TOO_LARGE_INSIDE
from articles.importing.wording import told

from .files import DRAWING, PICTURE, notes_part, paragraph, run, table, word_file

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


def read(content: bytes, name: str = "article.docx") -> Document:
    return read_file(content, name, Document())


def refusal(content: bytes, name: str = "article.docx") -> str:
    with pytest.raises(UnreadableDocument) as refused:
        read(content, name)
    return str(refused.value)


def test_structure_survives():
    document = read(
        word_file(
            paragraph("Nerve pain", "Title"),
            paragraph("What it is", "H1"),
            paragraph(
                run("Strong", "<w:b/>") + run(" words.") + '<w:r><w:footnoteReference w:id="2"/></w:r>'
            ),
            paragraph("Below", "H2"),
            table(("Visit", "Time"), ("First", "75 minutes")),
            paragraph(DRAWING),
            paragraph("Photo: Jane Roe"),
            files={"word/footnotes.xml": notes_part("footnote", 2, "Said in 2019.")},
        )
    )
    assert document.title == "Nerve pain"
    assert document.parts == [
        Heading(2, "What it is"),
        Paragraph("<b>Strong</b> words. [1]"),
        Heading(3, "Below"),
        Table([["Visit", "Time"], ["First", "75 minutes"]]),
        Picture("word-picture:1", "A hand with needles", "", "Jane Roe"),
    ]
    assert document.footnotes == ["Said in 2019."]
    assert document.picture("word-picture:1") == PICTURE


def test_tracked_changes_are_accepted_and_comments_left_out_and_both_are_said():
    changed = (
        run("It is ")
        + '<w:del w:id="1"><w:r><w:delText>deleted</w:delText></w:r></w:del>'
        + f'<w:ins w:id="2">{run("inserted")}</w:ins>'
    )
    document = read(
        word_file(
            paragraph("A title", "Title"),
            paragraph(changed),
            files={"word/comments.xml": notes_part("comment", 1, "Is that so?")},
        )
    )
    assert document.parts == [Paragraph("It is inserted")]
    sentences = [sentence for group in told(document.notes).values() for sentence in group]
    assert "The Word file has 2 tracked changes. The text is taken as if all were accepted." in sentences
    assert "1 comment in the margin of the Word file." in sentences
    assert "Is that so" not in str(document)


def test_what_must_not_be_opened_is_refused_in_words():
    macro = word_file(paragraph("x"), files={"word/vbaProject.bin": b"x"})
    by_type = word_file(
        paragraph("x"), types="<Types>application/vnd.ms-word.document.macroEnabled.main+xml</Types>"
    )
    password = OLE + "EncryptedPackage".encode("utf-16-le")
    entity = '<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>'
    refused = {
        "macro": (macro, MACRO),
        "macro by its type": (by_type, MACRO),
        "password": (password, PASSWORD),
        "before 2007": (OLE, OLD_WORD),
        "damaged": (word_file(paragraph("x"))[:-60], DAMAGED),
        "broken XML": (word_file("<w:p>"), DAMAGED),
        "entities": (word_file(paragraph("x"), head=entity), DAMAGED),
        "bomb": (word_file(paragraph("x"), files={"word/more.xml": b" " * 90_000_000}), TOO_LARGE_INSIDE),
    }
    assert {name: refusal(content) for name, (content, _words) in refused.items()} == {
        name: str(words) for name, (_content, words) in refused.items()
    }


def test_a_file_that_lies_about_its_size_is_not_unpacked_further():
    bomb = word_file(paragraph("x"), files={"word/more.xml": b" " * 30_000_000})
    size = (30_000_000).to_bytes(4, "little")
    assert bomb.count(size) == 2
    lying = bomb.replace(size, (100).to_bytes(4, "little"))
    assert refusal(lying) == str(DAMAGED)


def test_400_pages_are_read_in_seconds():
    words = "Words of a long text that says nothing about anybody, again and again. " * 7
    pages = [paragraph(words) for _number in range(400 * 6)]
    started = time.monotonic()
    document = read(word_file(paragraph("A long one", "Title"), *pages))
    assert len(document.parts) == len(pages)
    assert time.monotonic() - started < 30


def test_lists_of_word_stay_lists():
    numbering = (
        '<w:numbering xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/></w:lvl>'
        '<w:lvl w:ilvl="1"><w:numFmt w:val="decimal"/></w:lvl></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
    )

    def item(text: str, level: int) -> str:
        place = f'<w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr></w:pPr>'
        return f"<w:p>{place}{run(text)}</w:p>"

    body = [paragraph("A title", "Title"), item("One", 0), item("First", 1), item("Two", 0)]
    files = {"word/numbering.xml": numbering}
    relations = word_file(*body, files=files)
    document = read(relations)
    assert document.parts == [
        ItemList("<ul><li>One<ol><li>First</li></ol></li><li>Two</li></ul>", ["One", "First", "Two"])
    ]
