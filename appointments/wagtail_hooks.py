"""Registers the inbox, its permission policy and the dashboard panel with Wagtail's admin."""

from wagtail import hooks
from wagtail.permissions import register_permission_policy

from .admin_panels import add_waiting_panel
from .models import AppointmentRequest
from .permissions import RequestPermissionPolicy
from .viewsets import RequestViewSet

register_permission_policy(AppointmentRequest, RequestPermissionPolicy(AppointmentRequest))
hooks.register("construct_homepage_panels", add_waiting_panel)


@hooks.register("register_admin_viewset")
def requests() -> RequestViewSet:
    return RequestViewSet()
