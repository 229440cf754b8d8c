"""Deployment checks: made-up data is an error, what a site should have but may do without a warning."""

from typing import Any

from django import db
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.db.models import Model

from wagtail.models import Site

from clinic.backups.age import age_of_backups
from clinic.database.limits import has_limits
from clinic.database.standing import rights_too_many
from clinic.identity.demonstration import demonstration_left, demonstration_models
from clinic.identity.pictures import ClinicImage
from clinic.media.storage import PICTURES
from clinic.pages.privacy.published import Purpose, published_page_for

# One proxy on the clinic's own server, and a content delivery network in front of it.
MOST_PROXIES = 2


@register("demonstration", deploy=True)
def check_demonstration_data(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Return one error for each model that still has demonstration rows."""
    try:
        return [message for model in demonstration_models() if (message := _demonstration_left(model))]
    except db.Error:
        return [
            Warning(
                "The database could not be searched for demonstration data.",
                hint="Run this check where the database can be reached and is migrated.",
                id="clinic.W001",
            )
        ]


@register("pictures", deploy=True)
def check_pictures(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Warn of pictures that an earlier release stored as they came: they are shown nowhere."""
    try:
        count = ClinicImage.objects.exclude(file__startswith=f"{PICTURES}/").count()
    except db.Error:
        # The check of demonstration data says so.
        return []
    if not count:
        return []
    return [
        Warning(
            f"{count} pictures may still tell where they were taken, and are not shown.",
            hint="Run `manage.py clean_pictures`; choose another file for those that it names.",
            id="clinic.W010",
        )
    ]


@register("privacy", deploy=True)
def check_notice_of_privacy_practices(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Warn of each site that has pages, but no notice of privacy practices."""
    try:
        sites = [
            site
            for site in Site.objects.select_related("root_page")
            if site.root_page.get_descendants().live().exists()
            and published_page_for(Purpose.NOTICE, site) is None
        ]
    except db.Error:
        # The check of demonstration data says so.
        return []
    return [
        Warning(
            f"{site.hostname} has no published notice of privacy practices.",
            hint="Add it in the admin, below the home page. A clinic that HIPAA does not bind needs none.",
            id="clinic.W012",
        )
        for site in sites
    ]


@register(Tags.security, deploy=True)
def check_backups(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Warn where no backup is made, or the last ones are missing."""
    try:
        backups = age_of_backups()
    except db.Error:
        return []
    if backups.is_on and not backups.is_late:
        return []
    return [
        Warning(
            "The last backup is too old." if backups.is_on else "No backups are made.",
            hint="docs/backups.md says how to make the keys, and what makes a backup each night.",
            id="clinic.W020",
        )
    ]


@register(Tags.security, deploy=True)
def check_database_role(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Refuse a database role that could switch off what guards the tables."""
    try:
        found = rights_too_many()
    except db.Error:
        return [
            Warning(
                "The database could not be asked what the role in DATABASE_URL may do.",
                hint="Run this check where the database can be reached.",
                id="clinic.W004",
            )
        ]
    return [
        Error(
            f"The database role of DATABASE_URL {what}.",
            hint="Sign in as a role that `manage.py create_database_roles` made: docs/operations.md.",
            id="clinic.E002",
        )
        for what in found
    ]


@register(Tags.database, deploy=True)
def check_limits_of_time(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Warn of a role without limits of time, as releases before made it."""
    try:
        if has_limits():
            return []
    except db.Error:
        # The check of the role says so.
        return []
    return [
        Warning(
            "A slow or locked table can hold every page up: the role of DATABASE_URL has no limits of time.",
            hint="Run `manage.py create_database_roles` once more (docs/operations.md).",
            id="clinic.W016",
        )
    ]


@register(Tags.security, deploy=True)
def check_proxy_count(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Warn of an unlikely TRUSTED_PROXY_HOPS.

    With one proxy too few, all visitors count as one sender; with one too many, each can invent their
    address.
    """
    hops = settings.TRUSTED_PROXY_HOPS
    if not hops and settings.SITE_URL.startswith("https:"):
        return [
            Warning(
                "TRUSTED_PROXY_HOPS is 0, but SITE_URL is https: some proxy must be in front of the site.",
                hint="Set it to the number of your own proxies that each request passes, usually 1.",
                id="clinic.W002",
            )
        ]
    if hops > MOST_PROXIES:
        return [
            Warning(
                f"TRUSTED_PROXY_HOPS is {hops}: visitors could choose the address by which they are counted.",
                hint="Count the proxies of yours that each add an address to X-Forwarded-For, no others.",
                id="clinic.W003",
            )
        ]
    return []


@register(Tags.security, deploy=True)
def check_second_factor(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Warn where a password alone opens patients' requests."""
    if settings.STAFF_MFA_REQUIRED:
        return []
    return [
        Warning(
            "STAFF_MFA_REQUIRED is false: a password alone lets staff in.",
            hint="Set it to true. Staff then set up a passkey or an app with their next sign-in.",
            id="clinic.W005",
        )
    ]


def _demonstration_left(model: type[Model]) -> Error | None:
    count = demonstration_left(model).count()
    if not count:
        return None
    return Error(
        f"{count} demonstration {model._meta.verbose_name_plural if count > 1 else model._meta.verbose_name}"
        " left in the database.",
        hint="Run `manage.py remove_demonstration`, or replace what was made up and untick its mark.",
        obj=model,
        id="clinic.E001",
    )
