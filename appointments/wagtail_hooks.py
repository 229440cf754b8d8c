"""Registration of the inbox, its permission policy and the dashboard panel with Wagtail's admin."""

from wagtail import hooks
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet

from appointments.desk.access_log import report as reads
from appointments.desk.assets import stylesheet
from appointments.desk.holds.views import holds_menu_item, holds_urls
from appointments.desk.home_panel import add_to_do_panel
from appointments.desk.lists.new_times import add_new_times_panel, tell_after_closure, tell_after_leave
from appointments.desk.menu import add_request_menu_item, day_menu_item, new_times_menu_item
from appointments.desk.message_texts import MessageTextViewSet
from appointments.desk.opening.views import trial_urls
from appointments.desk.person_data.urls import person_data_menu_item, person_data_urls
from appointments.desk.viewset import RequestViewSet
from appointments.reports.home_panel import add_clinic_panel
from appointments.reports.pages.views import request_report_menu_item, request_report_urls

from .models import AppointmentRequest
from .permissions import RequestPermissionPolicy

register_permission_policy(AppointmentRequest, RequestPermissionPolicy(AppointmentRequest))
register_snippet(MessageTextViewSet)
hooks.register("insert_global_admin_css", stylesheet)
for panel in (add_to_do_panel, add_clinic_panel, add_new_times_panel):
    hooks.register("construct_homepage_panels", panel)
for item in (add_request_menu_item, day_menu_item, new_times_menu_item):
    hooks.register("register_admin_menu_item", item)
hooks.register("after_edit_practitioner", tell_after_leave)
hooks.register("after_edit_setting", tell_after_closure)
for item in (reads.access_report_menu_item, request_report_menu_item, holds_menu_item, person_data_menu_item):
    hooks.register("register_reports_menu_item", item)
for addresses in (reads.access_report_urls, request_report_urls, holds_urls, trial_urls, person_data_urls):
    hooks.register("register_admin_urls", addresses)
hooks.register("register_permissions", reads.access_report_permissions)
hooks.register("register_admin_viewset", RequestViewSet)
