"""Registration of the clinic with Wagtail's admin; hides documents, which the site does not use."""

from django.http import HttpRequest

from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.contrib.settings.registry import register_setting

from clinic.identity.details import ClinicSettings
from clinic.identity.viewsets import PractitionerViewSet
from clinic.pages.rich_text import register_external_links
from clinic.staff.accounts import refuse_in_bulk, register_log_actions

from .admin_assets import pickers, stylesheet
from .kept_input.open_page import kept_input_urls, signed_out_script

register_setting(ClinicSettings, icon="home")
hooks.register("insert_global_admin_css", stylesheet)
hooks.register("insert_global_admin_js", pickers)
hooks.register("before_bulk_action", refuse_in_bulk)
hooks.register("register_log_actions", register_log_actions)
hooks.register("insert_global_admin_js", signed_out_script)
hooks.register("register_admin_urls", kept_input_urls)
hooks.register("register_rich_text_features", register_external_links)


@hooks.register("register_admin_viewset")
def practitioners() -> PractitionerViewSet:
    """Register practitioners with an entry of their own in the menu."""
    return PractitionerViewSet("practitioners")


@hooks.register("construct_main_menu")
def hide_documents(_request: HttpRequest, items: list[MenuItem]) -> None:
    """Hide the menu entry of documents, which the site does not use."""
    items[:] = [item for item in items if item.name != "documents"]
