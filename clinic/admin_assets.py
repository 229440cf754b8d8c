"""What every page of the admin loads besides Wagtail's own files."""

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString


def stylesheet() -> SafeString:
    """Additions to Wagtail's stylesheet."""
    return format_html('<link rel="stylesheet" href="{}">', static("clinic/admin.css"))


def pickers() -> SafeString:
    """Opens the pickers of dates and times, which Wagtail does in ways that our security policy forbids."""
    return format_html('<script src="{}"></script>', static("clinic/pickers.js"))
