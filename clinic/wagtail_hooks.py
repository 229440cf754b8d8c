"""Registers what staff see of the clinic in the admin, and hides documents, which the site does not use."""

from django.http import HttpRequest

from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.contrib.settings.registry import register_setting

from .models import ClinicSettings
from .viewsets import PractitionerViewSet

register_setting(ClinicSettings, icon="home")


@hooks.register("register_admin_viewset")
def practitioners() -> PractitionerViewSet:
    return PractitionerViewSet("practitioners")


@hooks.register("construct_main_menu")
def without_documents(_request: HttpRequest, items: list[MenuItem]) -> None:
    items[:] = [item for item in items if item.name != "documents"]
