"""Check for operators: where error reports go is said, and a release that nobody named is not passed over."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Info, Tags, register


@register(Tags.security, deploy=True)
def check_error_reports(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Say who gets error reports, if anybody does."""
    if not settings.ERROR_REPORTS_DSN:
        return []
    return [
        Info(
            f"Error reports go to {urlsplit(settings.ERROR_REPORTS_DSN).hostname}.",
            hint="No patient's word is in them. Name the service in docs/privacy/who-holds-data.md.",
            id="clinic.I012",
        )
    ]
