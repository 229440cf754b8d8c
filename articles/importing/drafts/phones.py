"""Phone numbers in running text: the clinic's own can be called from it, others are listed."""

import re
from html import escape

import phonenumbers
from phonenumbers import PhoneNumberFormat, PhoneNumberMatcher

from articles.importing.document import ItemList, Notes, Paragraph, Part
from clinic.models import ClinicSettings

_TAG = re.compile(r"(<[^>]+>)")
_ABOUT = re.compile(r"\d{3}")


class PhoneLinker:
    """Finder of phone numbers that knows the clinic's own."""

    def __init__(self, region: str) -> None:
        phone = ClinicSettings.of_the_default_site().phone
        self.region = region
        self.own = phone.as_e164 if phone else ""

    def link(self, parts: list[Part], notes: Notes) -> None:
        """Link the clinic's number in paragraphs and lists, and note all others."""
        for part in parts:
            if isinstance(part, Paragraph | ItemList):
                part.markup = self._linked(part.markup, notes)

    def _linked(self, markup: str, notes: Notes) -> str:
        if not _ABOUT.search(markup):
            return markup
        pieces: list[str] = []
        is_in_link = False
        for piece in _TAG.split(markup):
            if piece.startswith("<"):
                is_in_link = piece.startswith("<a ") or (is_in_link and piece != "</a>")
                pieces.append(piece)
            else:
                pieces.append(self._linked_text(piece, notes, links=not is_in_link))
        return "".join(pieces)

    def _linked_text(self, text: str, notes: Notes, *, links: bool) -> str:
        pieces, end = [], 0
        for match in PhoneNumberMatcher(text, self.region):
            number = phonenumbers.format_number(match.number, PhoneNumberFormat.E164)
            if number != self.own:
                notes.add("phone", match.raw_string)
                continue
            notes.add("clinic_phone")
            if links:
                pieces += [text[end : match.start], f'<a href="tel:{escape(number)}">{match.raw_string}</a>']
                end = match.end
        return "".join([*pieces, text[end:]])
