"""Files from elsewhere, made in code: Word documents and exports of WordPress."""

import io
from html import escape
from zipfile import ZIP_DEFLATED, ZipFile

from tests.factories import picture_file

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PICTURE = picture_file().read()


def run(text: str, properties: str = "") -> str:
    """Text of a Word paragraph."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def paragraph(content: str, style: str = "") -> str:
    """Paragraph of a Word file; plain text is put into a run."""
    inner = content if content.startswith("<") else run(content)
    named = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{named}{inner}</w:p>"


def table(*rows: tuple[str, ...]) -> str:
    """Table of a Word file."""
    cells = ("".join(f"<w:tc>{paragraph(cell)}</w:tc>" for cell in row) for row in rows)
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"


DRAWING = (
    "<w:r><w:drawing><wp:inline "
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing">'
    '<wp:docPr id="1" name="p" descr="A hand with needles"/>'
    '<a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:graphicData>'
    '<pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:blipFill>'
    '<a:blip r:embed="rId9"/></pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing>'
    "</w:r>"
)


def word_file(
    *body: str, files: dict[str, bytes | str] | None = None, types: str = "", head: str = ""
) -> bytes:
    """Word document with this body; ``files`` stand in it beside what every document needs."""
    main = f"{_TYPE}.document.main+xml"
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{key}"><w:name w:val="{name}"/></w:style>'
        for key, name in (("Title", "Title"), ("H1", "heading 1"), ("H2", "heading 2"), ("H3", "heading 3"))
    )
    parts = {
        "[Content_Types].xml": types
        or '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="png" ContentType="image/png"/>'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{main}"/></Types>',
        "_rels/.rels": relations(("rId1", "officeDocument", "word/document.xml")),
        "word/_rels/document.xml.rels": relations(
            ("rId8", "footnotes", "footnotes.xml"),
            ("rId9", "image", "media/image1.png"),
            ("rId7", "comments", "comments.xml"),
            ("rId6", "styles", "styles.xml"),
            ("rId5", "numbering", "numbering.xml"),
        ),
        "word/styles.xml": f"<w:styles {_W}>{styles}</w:styles>",
        "word/numbering.xml": f"<w:numbering {_W}></w:numbering>",
        "word/footnotes.xml": f"<w:footnotes {_W}></w:footnotes>",
        "word/comments.xml": f"<w:comments {_W}></w:comments>",
        "word/document.xml": f"{head}<w:document {_W} {_R}><w:body>{''.join(body)}</w:body></w:document>",
        "word/media/image1.png": PICTURE,
        **(files or {}),
    }
    content = io.BytesIO()
    with ZipFile(content, "w", ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return content.getvalue()


def notes_part(kind: str, number: int, text: str) -> str:
    """Part with one footnote or comment."""
    return f'<w:{kind}s {_W}><w:{kind} w:id="{number}">{paragraph(text)}</w:{kind}></w:{kind}s>'


def relations(*told: tuple[str, str, str]) -> str:
    items = "".join(
        f'<Relationship Id="{key}" Type="{_REL}/{kind}" Target="{target}"/>' for key, kind, target in told
    )
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{items}</Relationships>'


def post(number: int, content: str, **fields: str) -> str:
    """Item of an export; ``fields`` replace its title, link, kind, status, excerpt or more of it."""
    told = {
        "kind": "post",
        "status": "publish",
        "excerpt": "",
        "more": "",
        "title": f"Post {number}",
        **fields,
    }
    link = fields.get("link", f"https://old.example/blog/post-{number}/")
    return (
        f"<item><title>{escape(told['title'])}</title><link>{link}</link>"
        f"<dc:creator>jane</dc:creator><guid>https://old.example/?p={number}</guid>"
        f"<content:encoded><![CDATA[{content}]]></content:encoded>"
        f"<excerpt:encoded><![CDATA[{told['excerpt']}]]></excerpt:encoded>"
        f"<wp:post_id>{number}</wp:post_id><wp:post_date>2019-03-04 10:00:00</wp:post_date>"
        f"<wp:post_name>post-{number}</wp:post_name><wp:status>{told['status']}</wp:status>"
        f"<wp:post_type>{told['kind']}</wp:post_type>{told['more']}</item>"
    )


def attachment(number: int, address: str, alt_text: str = "") -> str:
    """Picture of an export."""
    meta = (
        "<wp:postmeta><wp:meta_key>_wp_attachment_image_alt</wp:meta_key>"
        f"<wp:meta_value>{alt_text}</wp:meta_value></wp:postmeta>"
    )
    more = f"<wp:attachment_url>{address}</wp:attachment_url>{meta}"
    return post(number, "", kind="attachment", status="inherit", more=more)


START = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" '
    'xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/" xmlns:wp="http://wordpress.org/export/1.2/" '
    'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">'
    "<channel><title>Old site</title><wp:author><wp:author_login>jane</wp:author_login>"
    "<wp:author_display_name>Jane Doe</wp:author_display_name></wp:author>\n"
)
END = "</channel></rss>"


def export(*items: str) -> bytes:
    """Export of WordPress, an item on each line."""
    return (START + "\n".join(items) + END).encode()
