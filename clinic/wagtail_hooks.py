"""Registration of the clinic with Wagtail's admin."""

from wagtail import hooks

from clinic.identity.viewsets import viewsets
from clinic.media.no_documents import leave_out_documents
from clinic.pages.made_once import SAVING
from clinic.pages.privacy.report import ISSUED_NOTICES
from clinic.pages.rich_text import register_external_links
from clinic.staff.accounts import refuse_in_bulk, register_log_actions
from clinic.staff.decisions import add_decisions_panel

from .admin_assets import pickers, starters, stylesheet
from .admin_menu import hide_wagtails_help
from .announcing.views import ANNOUNCING
from .audit.report import EVENT_REPORT
from .http.unpublished import public_pages_only
from .kept_input.open_page import kept_input_urls, signed_out_script
from .opening.views import OPENING, add_opening_panel
from .sessions.idle import idle_script
from .sessions.views import session_urls, sessions_menu_item

hooks.register("insert_global_admin_css", stylesheet)
hooks.register("construct_admin_api", leave_out_documents)
for script in (pickers, starters, signed_out_script, idle_script):
    hooks.register("insert_global_admin_js", script)
for registered in (ANNOUNCING, EVENT_REPORT, ISSUED_NOTICES, OPENING, SAVING):
    for name, hook in registered.items():
        hooks.register(name, hook)
for addresses in (kept_input_urls, session_urls):
    hooks.register("register_admin_urls", addresses)
hooks.register("construct_help_menu", hide_wagtails_help)
hooks.register("before_bulk_action", refuse_in_bulk)
for panel in (add_opening_panel, add_decisions_panel):
    hooks.register("construct_homepage_panels", panel)
hooks.register("register_log_actions", register_log_actions)
hooks.register("register_account_menu_item", sessions_menu_item)
hooks.register("register_rich_text_features", register_external_links)
hooks.register("construct_page_chooser_queryset", public_pages_only)
hooks.register("register_admin_viewset", viewsets)
