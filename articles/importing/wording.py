"""Sentences about what was kept, dropped or is missing: one for each kind of note, under its heading."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from .document import Notes

MOST_LISTED = 50
_LONGEST_NAME = 120


@dataclass(frozen=True)
class Group:
    """Heading with the sentences below it, by kind."""

    name: str
    heading: str | Promise
    sentences: dict[str, Any]


KEPT = Group(
    "kept",
    _("Kept"),
    {
        "credit": ngettext_lazy(
            "%(count)d credit of a picture was recognized:", "%(count)d credits were recognized:", "count"
        ),
        "footnote": ngettext_lazy(
            "%(count)d footnote stands at the end.", "%(count)d footnotes stand at the end.", "count"
        ),
        "clinic_phone": ngettext_lazy(
            "The clinic's number was found once and can be called from the text.",
            "The clinic's number was found %(count)d times and can be called from the text.",
            "count",
        ),
        "guessed_heading": ngettext_lazy(
            "%(count)d short line was taken for a heading:",
            "%(count)d short lines were taken for headings:",
            "count",
        ),
        "picture": ngettext_lazy(
            "%(count)d picture was taken over. Say under Images who made it, why we may use it, and who "
            "is on it.",
            "%(count)d pictures were taken over. Say under Images who made them, why we may use them, and "
            "who is on them.",
            "count",
        ),
        "author": ngettext_lazy("The author it named:", "The authors it named:", "count"),
        "date": ngettext_lazy("The date it bore:", "The dates it bore:", "count"),
        "old_address": ngettext_lazy(
            "Once this is published for the first time, its old address leads to it:",
            "Once these are published for the first time, their old addresses lead to them:",
            "count",
        ),
    },
)
DROPPED = Group(
    "dropped",
    _("Left out"),
    {
        "script": ngettext_lazy("%(count)d script.", "%(count)d scripts.", "count"),
        "style": ngettext_lazy("%(count)d block of styles.", "%(count)d blocks of styles.", "count"),
        "form": ngettext_lazy(
            "%(count)d field or button of a form.", "%(count)d fields and buttons of forms.", "count"
        ),
        "frame": ngettext_lazy(
            "%(count)d page shown in a frame.", "%(count)d pages shown in frames.", "count"
        ),
        "media": ngettext_lazy("%(count)d video or recording.", "%(count)d videos or recordings.", "count"),
        "drawing": ngettext_lazy("%(count)d chart or drawing.", "%(count)d charts or drawings.", "count"),
        "embedded": ngettext_lazy("%(count)d embedded object.", "%(count)d embedded objects.", "count"),
        "formula": ngettext_lazy("%(count)d formula.", "%(count)d formulas.", "count"),
        "navigation": ngettext_lazy(
            "%(count)d menu, footer or side column.", "%(count)d menus, footers or side columns.", "count"
        ),
        "tracker": ngettext_lazy(
            "%(count)d picture that counts visitors.", "%(count)d pictures that count visitors.", "count"
        ),
        "hidden": ngettext_lazy("%(count)d hidden text.", "%(count)d hidden texts.", "count"),
        "comment": ngettext_lazy(
            "%(count)d comment in the margin of the Word file.",
            "%(count)d comments in the margin of the Word file.",
            "count",
        ),
        "reader_comment": ngettext_lazy(
            "%(count)d comment of a reader.", "%(count)d comments of readers.", "count"
        ),
        "struck": ngettext_lazy(
            "%(count)d text that was struck out:", "%(count)d texts that were struck out:", "count"
        ),
        "format": ngettext_lazy(
            "A kind of formatting that our text does not have; the words stayed:",
            "Formatting that our text does not have; the words stayed:",
            "count",
        ),
        "cell_format": ngettext_lazy(
            "Links and emphasis in %(count)d cell of a table; the words stayed.",
            "Links and emphasis in %(count)d cells of tables; the words stayed.",
            "count",
        ),
        "anchor": ngettext_lazy(
            "%(count)d link to a place within the text; the words stayed.",
            "%(count)d links to places within the text; the words stayed.",
            "count",
        ),
        "bad_link": ngettext_lazy(
            "%(count)d link that leads nowhere a visitor can go; the words stayed:",
            "%(count)d links that lead nowhere a visitor can go; the words stayed:",
            "count",
        ),
        "shortcode": ngettext_lazy(
            "What a shortcode of WordPress showed; the words between stayed:",
            "What shortcodes of WordPress showed; the words between stayed:",
            "count",
        ),
        "unreadable": ngettext_lazy(
            "%(count)d character that could not be read.",
            "%(count)d characters that could not be read.",
            "count",
        ),
    },
)
MISSING = Group(
    "missing",
    _("Missing"),
    {
        "lost_picture": ngettext_lazy(
            "%(count)d picture is missing. Add it under Images:",
            "%(count)d pictures are missing. Add them under Images:",
            "count",
        ),
        "bad_picture": ngettext_lazy(
            "%(count)d file is no picture that can be shown. Save it as JPEG or PNG, and add it:",
            "%(count)d files are no pictures that can be shown. Save them as JPEG or PNG, and add them:",
            "count",
        ),
    },
)
LOOK = Group(
    "look",
    _("Please look at this"),
    {
        "tracked": ngettext_lazy(
            "The Word file has a change that was tracked. The text is taken as if it were accepted.",
            "The Word file has %(count)d tracked changes. The text is taken as if all were accepted.",
            "count",
        ),
        "cut_title": ngettext_lazy(
            "The title was too long and was cut. It was:", "Titles were too long and were cut:", "count"
        ),
        "cut_summary": ngettext_lazy(
            "The summary was too long and was cut. It was:", "Summaries were too long and were cut:", "count"
        ),
        "wide_table": ngettext_lazy(
            "%(count)d table is too wide for a phone and became text, a line for each row.",
            "%(count)d tables are too wide for a phone and became text, a line for each row.",
            "count",
        ),
        "table_name": ngettext_lazy(
            "%(count)d table has no title yet. Say above it what it compares.",
            "%(count)d tables have no title yet. Say above each what it compares.",
            "count",
        ),
        "merged_cell": ngettext_lazy(
            "%(count)d merged cell of a table: look whether its row still fits.",
            "%(count)d merged cells of tables: look whether their rows still fit.",
            "count",
        ),
        "layout": ngettext_lazy(
            "%(count)d table only laid out the page; what stood in it became text.",
            "%(count)d tables only laid out the page; what stood in them became text.",
            "count",
        ),
        "levels": ngettext_lazy(
            "Headings had more than two levels. The lower ones became subheadings.",
            "Headings had more than two levels. The lower ones became subheadings.",
            "count",
        ),
        "deep": ngettext_lazy(
            "A part was nested too deep and became plain text.",
            "%(count)d parts were nested too deep and became plain text.",
            "count",
        ),
        "no_speaker": ngettext_lazy(
            "A quote does not say whose it is.", "%(count)d quotes do not say whose they are.", "count"
        ),
        "lone_credit": ngettext_lazy(
            "A credit stands where no picture is:", "%(count)d credits stand where no picture is:", "count"
        ),
        "old_link": ngettext_lazy(
            "A link leads to a page of the old site:",
            "%(count)d links lead to pages of the old site:",
            "count",
        ),
        "phone": ngettext_lazy(
            "A phone number that is not the clinic's:",
            "%(count)d phone numbers that are not the clinic's:",
            "count",
        ),
        "encoding": ngettext_lazy(
            "The text is not in UTF-8. It was read as Western European: look at accents and quotation marks.",
            "The text is not in UTF-8. It was read as Western European: look at accents and quotation marks.",
            "count",
        ),
        "no_redirect": ngettext_lazy(
            "Its old address is the home page with a number, which cannot lead here:",
            "Old addresses are the home page with a number, which cannot lead here:",
            "count",
        ),
    },
)
GROUPS = (KEPT, DROPPED, MISSING, LOOK)
# Kinds that tell of themselves with the names alone would say nothing.
SILENT = {"was_public", "was_draft"}


def told(notes: Notes) -> dict[str, list[str]]:
    """Return the sentences about one document, by the names of their groups."""
    found = {group.name: [*_sentences(group, notes)] for group in GROUPS}
    return {name: sentences for name, sentences in found.items() if sentences}


def headed(told_sentences: dict[str, list[str]]) -> list[tuple[Any, list[str]]]:
    """Return stored sentences below the headings of their groups."""
    return [(group.heading, told_sentences[group.name]) for group in GROUPS if group.name in told_sentences]


def _sentences(group: Group, notes: Notes) -> Iterable[str]:
    for kind, sentence in group.sentences.items():
        if count := notes.counts[kind]:
            text = str(sentence % {"count": count})
            names = [Truncator(name).chars(_LONGEST_NAME) for name in notes.names.get(kind, [])]
            shown = "; ".join(names[:MOST_LISTED]) + ("; …" if len(names) > MOST_LISTED else "")
            yield f"{text} {shown}".strip() if shown else text.rstrip(":")
