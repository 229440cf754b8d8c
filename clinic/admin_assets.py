"""Assets that every page of the admin loads besides Wagtail's own."""

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString


def stylesheet() -> SafeString:
    """Return the link to our additions to Wagtail's stylesheet."""
    return format_html('<link rel="stylesheet" href="{}">', static("clinic/admin.css"))


def starters() -> SafeString:
    """Return the script that starts choosers and lists of forms: Wagtail's own way violates our CSP."""
    return format_html('<script src="{}"></script>', static("clinic/starters.js"))


def pickers() -> SafeString:
    """Return the script for date and time pickers: Wagtail's own way violates our CSP."""
    return format_html('<script src="{}"></script>', static("clinic/pickers.js"))
