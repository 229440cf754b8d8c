"""Menus of the admin without what the site does not use."""

from django.http import HttpRequest

from wagtail.admin.menu import MenuItem

# Wagtail's news and guide: links to other sites, with a badge that counts them until each is dismissed.
_WAGTAILS_HELP = ("whats-new-in-wagtail", "editor-guide")


def hide_wagtails_help(_request: HttpRequest, items: list[MenuItem]) -> None:
    """Hide what Wagtail says about itself; its keyboard shortcuts stay."""
    items[:] = [item for item in items if not item.name.startswith(_WAGTAILS_HELP)]
