"""HTML of web pages, and as Word and Google Docs put it on the clipboard: what survives, and what is told."""

import pytest

from articles.importing.document import Document, Heading, ItemList, Paragraph, Picture, Quote, Table
from articles.importing.readers.kinds import read_file, read_paste
from articles.importing.readers.shape import split_credit
from articles.importing.wording import told

WORD = """<html xmlns:o="urn:x"><head><style>p.MsoNormal {}</style></head><body>
<!--StartFragment--><p class=MsoTitle>Nerve pain<o:p></o:p></p><h1>What it is<o:p></o:p></h1>
<p class=MsoNormal style='mso-margin-top-alt:auto'><b>Strong</b> words<span
style='mso-spacerun:yes'>  </span>here</p>
<p class=MsoListParagraph style='text-indent:-.25in;mso-list:l0 level1 lfo1'><![if !supportLists]><span
style='mso-list:Ignore'>1.<span style='font:7.0pt "Times New Roman"'>&nbsp; </span></span><![endif]>First</p>
<p class=MsoListParagraph style='mso-list:l0 level2 lfo1'><span style='mso-list:Ignore'>o </span>Below it</p>
<p class=MsoHeading7>A small one</p>
<table class=MsoTableGrid><tr><td><p class=MsoNormal>Visit</p></td><td><p>Time</p></td></tr>
<tr><td><p>First</p></td><td><p>75 minutes</p></td></tr></table><p class=MsoCaption>What a visit takes</p>
<!--EndFragment--></body></html>"""
GOOGLE = """<meta charset='utf-8'><b style="font-weight:normal;" id="docs-internal-guid-1"><h1><span>Nerve
pain</span></h1><p dir="ltr"><span style="font-weight:400;">Read </span><span
style="font-weight:700;">this</span>
<a href="https://www.google.com/url?q=https://nih.example/a%3Fb&amp;sa=D&amp;usg=x"><span>study</span></a></p>
<h2><span>Signs</span></h2><ul><li dir="ltr"><p><span>Burning</span></p></li><ul><li><p>At night</p></li></ul>
</ul><div><table><tbody><tr><td><p>Visit</p></td><td><p>Time</p></td></tr><tr><td>First</td>
<td>75 minutes</td></tr></tbody></table></div></b><br class="Apple-interchange-newline">"""


def paste(html: str) -> Document:
    return read_paste("", html, Document())


def sentences(document: Document) -> list[str]:
    return [sentence for group in told(document.notes).values() for sentence in group]


def test_a_paste_from_word_keeps_headings_lists_and_tables():
    document = paste(WORD)
    assert document.title == "Nerve pain"
    assert document.parts == [
        Heading(2, "What it is"),
        Paragraph("<b>Strong</b> words here"),
        ItemList("<ol><li>First<ul><li>Below it</li></ul></li></ol>", ["First", "Below it"]),
        Heading(3, "A small one"),
        Table([["Visit", "Time"], ["First", "75 minutes"]], "What a visit takes"),
    ]


def test_a_paste_from_google_docs_keeps_headings_lists_links_and_tables():
    document = paste(GOOGLE)
    assert document.title == "Nerve pain"
    assert document.parts == [
        Paragraph('Read <b>this</b> <a href="https://nih.example/a?b">study</a>'),
        Heading(2, "Signs"),
        ItemList("<ul><li>Burning<ul><li>At night</li></ul></li></ul>", ["Burning", "At night"]),
        Table([["Visit", "Time"], ["First", "75 minutes"]]),
    ]


def test_what_is_dropped_is_said_and_named():
    document = paste(
        "<h1>T</h1><script>x()</script><style>p{}</style><form><input></form><iframe src='//v.example'>"
        "</iframe><video></video><nav><a href='/'>Home</a></nav><p style='display:none'>Hidden</p>"
        "<p>Kept <u>under</u> <s>no longer so</s> <a href='javascript:x()'>link</a> <a href='/fees/'>fees</a>"
        "<img src='https://count.example/p.gif' width=1 height=1><p>a\ufffdb</p>"
    )
    assert document.parts == [Paragraph('Kept under link <a href="/fees/">fees</a>'), Paragraph("ab")]
    assert sentences(document) == [
        "1 script.",
        "1 block of styles.",
        "1 field or button of a form.",
        "1 page shown in a frame.",
        "1 video or recording.",
        "1 menu, footer or side column.",
        "1 picture that counts visitors.",
        "1 hidden text.",
        "1 text that was struck out: no longer so",
        "A kind of formatting that our text does not have; the words stayed: underline",
        "1 link that leads nowhere a visitor can go; the words stayed: javascript:x()",
        "1 character that could not be read.",
        "A link leads to a page of the old site: /fees/",
    ]


def test_a_saved_page_is_read_by_its_main_part_with_what_its_head_says():
    page = (
        "<!doctype html><title>Sciatica | Old clinic</title><meta name=author content='Jane Doe'>"
        "<link rel=canonical href='https://old.example/sciatica/'><body><header>Menu</header><main><h1>Sciatica</h1>"
        "<figure><img src='a.jpg' alt='A back'><figcaption>A back. Photo by Ann Lee</figcaption></figure>"
        "<blockquote>Ask me.<cite>— Alex</cite></blockquote><p>Seen<sup><a href='#fn1'>1</a></sup></p>"
        "<ol><li id=fn1>In 2019.<a href='#fnref1'>↩</a></li></ol></main><div>Other pages</div>"
    )
    document = read_file(page.encode(), "sciatica.html", Document())
    assert (document.title, document.author) == ("Sciatica", "Jane Doe")
    assert document.old_address == "https://old.example/sciatica/"
    assert document.parts == [
        Picture("a.jpg", "A back", "A back.", "Ann Lee"),
        Quote("Ask me.", "Alex"),
        Paragraph("Seen [1]"),
    ]
    assert document.footnotes == ["In 2019."]


@pytest.mark.parametrize(
    ("caption", "parted"),
    [
        ("The room. Photo: Jane Roe", ("The room.", "Jane Roe")),
        ("The room (Photo by Jane Roe)", ("The room", "Jane Roe")),
        ("Image courtesy of the NIH", ("", "the NIH")),
        ("Credit: Jane Roe", ("", "Jane Roe")),
        ("© Jane Roe", ("", "Jane Roe")),
        ("Foto: Ana Ruiz", ("", "Ana Ruiz")),
        ("Photo of the room", ("Photo of the room", "")),
        ("A photo by the window shows the bed, and more is told of it below", None),
    ],
)
def test_credits_are_told_from_captions(caption, parted):
    if parted:
        assert split_credit(caption) == parted


def test_depth_without_end_and_markup_without_sense_are_read_as_text():
    deep = paste("<div>" * 3_000 + "Down here" + "</div>" * 3_000)
    assert [part.text for part in deep.parts] == ["Down here"]
    inline = paste("<p>" + "<b>" * 3_000 + "In bold" + "</b>" * 3_000)
    assert [part.text for part in inline.parts] == ["In bold"]
    assert paste("<table><td>Alone<p>< 3 > 2 &lt;b&gt;").parts[0].text


def test_wide_and_uneven_tables_lose_nothing():
    document = paste("<h1>T</h1><table><tr><th colspan=2>Both<th>C<tr><td>1<td>2</table>")
    assert document.parts == [Table([["Both", "", "C"], ["1", "2", ""]])]
    assert "1 merged cell of a table: look whether its row still fits." in sentences(document)
