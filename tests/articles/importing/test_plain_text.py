"""Plain text: headings and lists by how they look, in whatever encoding."""

from pathlib import Path

import pytest

from articles.importing.document import Document, Heading, ItemList, Paragraph
from articles.importing.readers.kinds import EMPTY, NO_TEXT, PDF, RTF, read_file
from articles.importing.readers.refusals import UnreadableDocument

ARTICLE = Path(__file__).with_name("clinic_article.txt")


def read(text: str | bytes, name: str = "nerve-pain.txt") -> Document:
    return read_file(text if isinstance(text, bytes) else text.encode(), name, Document())


def test_headings_lists_and_paragraphs_are_told_apart():
    document = read(
        "Nerve pain\n\nBy Jane Doe\n\nWhat is it?\nIt is a pain that comes from a nerve.\n\nSigns:\n"
        "- Burning\n  at night\n- Numbness\n\n1. Rest\n2) Walk\n\n"
        "This line was wrapped by an old program at some column\nand goes on here.\n\n"
        "Prices\n======\n\n## Below\nEnds here."
    )
    assert (document.title, document.author) == ("Nerve pain", "Jane Doe")
    assert document.parts == [
        Heading(2, "What is it?"),
        Paragraph("It is a pain that comes from a nerve."),
        Heading(2, "Signs"),
        ItemList("<ul><li>Burning at night</li><li>Numbness</li></ul>", ["Burning at night", "Numbness"]),
        ItemList("<ol><li>Rest</li><li>Walk</li></ol>", ["Rest", "Walk"]),
        Paragraph("This line was wrapped by an old program at some column and goes on here."),
        Heading(2, "Prices"),
        Heading(2, "Below"),
        Paragraph("Ends here."),
    ]


def test_an_article_of_a_clinic_keeps_its_headings():
    document = read(ARTICLE.read_bytes())
    headings = [part.text for part in document.parts if isinstance(part, Heading)]
    assert headings == [
        "Migraine", "How it helps", "Low back pain", "Insomnia", "Anxiety and depression", "Infertility",
        "Conclusion",
    ]  # fmt: skip


def test_other_encodings_are_read_and_a_guess_is_said():
    assert read("Título\n\nDolor ciático.".encode("utf-16")).title == "Título"
    guessed = read("Título\n\nDolor ciático.".encode("cp1252"))
    assert guessed.title == "Título"
    assert guessed.notes.counts["encoding"] == 1


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", EMPTY),
        (b" \n ", EMPTY),
        (b"%PDF-1.7 x", PDF),
        (b"{\\rtf1 x}", RTF),
        (b"GIF89a\x00\x01", NO_TEXT),
        (b"<html><body><script>x</script></body></html>", NO_TEXT),
    ],
)
def test_what_is_no_text_is_refused_in_words(content, words):
    with pytest.raises(UnreadableDocument) as refused:
        read(content)
    assert str(refused.value) == str(words)
