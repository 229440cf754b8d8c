"""Checks of the pages about privacy: a date, every part of a notice, and no gap of the first text left."""

import re
from collections.abc import Iterator
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from articles.statements.reading import normalize, texts, words_of
from clinic.gate import Finding
from clinic.models import NoticePage, PrivacyPageMixin
from clinic.pages.privacy.pages import NOTICE_PARTS

_GAP = re.compile(r"\[[^\[\]]*\]")


def check_privacy_page(instance: Any, **_kwargs: Any) -> list[Finding]:
    """Return what a page about privacy lacks; nothing for other pages."""
    if not isinstance(instance, PrivacyPageMixin):
        return []
    parts = _missing_parts(instance) if isinstance(instance, NoticePage) else ()
    return [*_missing_day(instance), *parts, *_gaps(instance)]


def _missing_day(page: PrivacyPageMixin) -> Iterator[Finding]:
    if page.effective_from is None:
        message = _("It does not say from which day it is in effect. Enter the day.")
        yield Finding("effective_day_missing", message, "effective_from")


def _missing_parts(page: Any) -> Iterator[Finding]:
    for name in NOTICE_PARTS:
        if not words_of(getattr(page, name)):
            message = _("The part “%(part)s” is empty. A notice of privacy practices has to have it.")
            message %= {"part": capfirst(page._meta.get_field(name).verbose_name)}
            yield Finding("notice_part_missing", message, name)


def _gaps(page: PrivacyPageMixin) -> Iterator[Finding]:
    for text in texts(page):
        for gap in _GAP.findall(normalize(text.words)):
            message = _(
                "%(where)s: “%(gap)s” is still a gap. Fill it in, or take its sentence out if it does not "
                "fit you."
            )
            message %= {"where": text.where, "gap": gap}
            yield Finding("gap", message, text.field, text.place, text.block_id)
