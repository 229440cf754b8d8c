"""Checks of addresses: where links lead, and what redirects are called."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from wagtail.contrib.redirects.models import Redirect

from articles.statements.reading import Text
from clinic.gate import Finding, refused
from clinic.pages.link_addresses import leads_somewhere


def check_addresses(its_texts: Iterable[Text]) -> Iterator[Finding]:
    """Yield the links that lead to something that a browser would run, in place of a page."""
    for text in its_texts:
        if text.address and not leads_somewhere(text.address):
            message = _(
                "%(where)s: a link leads to “%(address)s”, which is no address of a page. Links may begin "
                "with https, http, mailto, tel or sms, or with / for a page of this site."
            )
            message %= {"where": text.where, "address": text.address[:80]}
            yield Finding("link_scheme", message, text.field, text.place, text.block_id)


def validate_old_path(value: str) -> None:
    """Refuse an old address that says what no page may say."""
    _refuse(Redirect(old_path=value))


def validate_redirect_link(value: str) -> None:
    """Refuse a target that says what no page may say."""
    _refuse(Redirect(redirect_link=value))


def refuse_redirect(instance: Redirect, **_kwargs: Any) -> None:
    """Refuse to store such a redirect; those that follow a renamed page hold an address that was public."""
    if not instance.automatically_created:
        _refuse(instance)


def _refuse(redirect: Redirect) -> None:
    if its_findings := refused(redirect):
        raise ValidationError([finding.message for finding in its_findings])


def check_redirects() -> None:
    """Add the checks to Wagtail's model: its forms, its import and whatever saves one ask them."""
    for name, validate in (("old_path", validate_old_path), ("redirect_link", validate_redirect_link)):
        validators = Redirect._meta.get_field(name).validators
        if validate not in validators:
            validators.append(validate)
