"""Comparators of chosen sources, which the editor offers below "Compared with" of a claim."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, JsonResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from wagtail.admin.auth import user_has_any_page_permission

from articles.models import Source

# A claim cites a few.
MOST = 20


@require_GET
def comparators(request: HttpRequest) -> JsonResponse:
    """Answer with what the sources asked for compared with, as they say it."""
    if not user_has_any_page_permission(request.user):
        raise PermissionDenied
    numbers = [each for each in request.GET.getlist("source") if each.isdecimal() and len(each) < 18][:MOST]
    found: dict[str, str] = {}
    for source in Source.objects.filter(pk__in=numbers):
        found = {**source.comparators, **found}
    if not numbers:
        told = _("Choose the sources below first: then you can pick here what they compared with.")
    elif found:
        told = _("Its sources compared with:")
    else:
        told = _("Its sources name nothing that they compared with.")
    return JsonResponse({"told": told, "comparators": list(found.values())})


def comparators_script() -> SafeString:
    """Return the editor's script with the address that it asks."""
    return format_html(
        '<script src="{}" data-address="{}"></script>',
        static("articles/sources/comparators.js"),
        reverse("articles_sources:comparators"),
    )
