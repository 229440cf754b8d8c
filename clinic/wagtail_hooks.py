"""Registers the clinic's details and practitioners with Wagtail's admin."""

from wagtail import hooks
from wagtail.contrib.settings.registry import register_setting

from .models import ClinicSettings
from .viewsets import PractitionerViewSet

register_setting(ClinicSettings, icon="home")


@hooks.register("register_admin_viewset")
def practitioners() -> PractitionerViewSet:
    return PractitionerViewSet("practitioners")
