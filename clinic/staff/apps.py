"""Wagtail's app of users and groups, with the clinic's own screens for both."""

from wagtail.users.apps import WagtailUsersAppConfig


class StaffAccountsConfig(WagtailUsersAppConfig):
    user_viewset = "clinic.staff.viewsets.StaffViewSet"
    group_viewset = "clinic.staff.viewsets.RoleViewSet"
