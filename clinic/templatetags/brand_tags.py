"""Template tag for the clinic's name on pages that are not the site's own: the admin, and its mail."""

from typing import Any

from django import template
from django.core.exceptions import ObjectDoesNotExist
from django.utils.translation import gettext as _

from clinic.models import ClinicSettings

register = template.Library()


@register.simple_tag(takes_context=True)
def clinic_name(context: dict[str, Any]) -> str:
    """Return the name in the clinic's details, queried once for each request."""
    request = context.get("request")
    try:
        details = ClinicSettings.for_staff(request) if request else ClinicSettings.of_the_default_site()
    except ObjectDoesNotExist:
        return _("The clinic")
    return details.clinic_name or _("The clinic")
