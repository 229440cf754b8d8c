"""Registration of sources, safety notices, reviews and the gate with Wagtail's admin."""

from wagtail import hooks
from wagtail.snippets.models import register_snippet

from articles.answering.menu import statement_buttons, statement_urls, waiting_menu_item
from articles.approving.registering import APPROVING
from articles.demo.views import removal_urls
from articles.gate.checks_panel import check_claims_too
from articles.gate.publishing import refuse_bulk, report_missing_after_submit
from articles.importing.screens.admin import IMPORTING
from articles.links.report import dead_links_menu_item, dead_links_urls
from articles.reviews import panels
from articles.reviews.calendar import calendar_menu_item, calendar_urls
from articles.reviews.mine import MINE
from articles.rules.admin import RULES
from articles.sources.views import SOURCES
from articles.sources.viewsets import EvidenceGroup
from articles.withholding.panels import WITHHOLDING

register_snippet(EvidenceGroup)
hooks.register("before_bulk_action", refuse_bulk)
hooks.register("after_create_page", report_missing_after_submit)
hooks.register("after_edit_page", report_missing_after_submit)
hooks.register("construct_wagtail_userbar", check_claims_too)
hooks.register("construct_homepage_panels", panels.add_review_panel)
hooks.register("register_page_header_buttons", statement_buttons)
hooks.register("register_page_header_buttons", panels.review_buttons)
hooks.register("before_publish_page", panels.refuse_to_publish_own_work)
for entry in (panels.review_report_menu_item, waiting_menu_item, calendar_menu_item, dead_links_menu_item):
    hooks.register("register_reports_menu_item", entry)
ADDRESSES = (removal_urls, statement_urls, panels.review_urls, calendar_urls, dead_links_urls)
for addresses in ADDRESSES:
    hooks.register("register_admin_urls", addresses)
for room in (IMPORTING, APPROVING, RULES, WITHHOLDING, SOURCES, MINE):
    for name, hook in room.items():
        hooks.register(name, hook)
