"""Deployment check that names what a clinic lacks, each with the page on which it is mended."""

from typing import Any

from django import db
from django.core.checks import CheckMessage, Info, Warning, register

from wagtail.models import Site

from clinic.models import ClinicSettings
from clinic.pages.metadata.canonical import absolute

from .needs import Need, missing_of


@register("opening", deploy=True)
def check_what_is_missing(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Tell what is missing: before the form is opened, for information, as it is closed; then as a warning.

    Silent where there is no site, or no database that could be asked: another check says so.
    """
    try:
        site = Site.objects.filter(is_default_site=True).first()
        if site is None:
            return []
        details = ClinicSettings.objects.filter(site=site).first() or ClinicSettings(site=site)
        missing = missing_of(details)
    except db.Error:
        return []
    return [_message(need, is_open=details.opened_at is not None) for need in missing]


def _message(need: Need, *, is_open: bool) -> CheckMessage:
    hint = f"{need.missing} {absolute(need.link)}"
    if is_open:
        words = f"The request form is open, but this is missing: {need.title}."
        return Warning(words, hint=hint, id="clinic.W011")
    return Info(f"The request form stays closed. This is missing: {need.title}.", hint=hint, id="clinic.I011")
