"""Stylesheet of the desk, on every page of the admin: wherever one of its parts stands, it has its look."""

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString


def stylesheet() -> SafeString:
    """Return the link to the desk's stylesheet."""
    return format_html('<link rel="stylesheet" href="{}">', static("appointments/desk/desk.css"))
