"""Admin screens of staff accounts and of roles."""

from typing import Any

from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.views import View

from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.widgets.button import Button
from wagtail.users.views import groups, users

from clinic.leaving.views import LeavingView
from clinic.models import StaffRequest, User
from clinic.sign_columns import YesNoColumn
from clinic.sign_in.freshness import FreshSignInMixin

from .accounts import log_roles, may_change, roles_of
from .forms import AccountForm, NewAccountForm
from .help_to_sign_in import InviteAgainView, SecondFactorResetView, buttons_of_help
from .roles import sentence_of


def _roles_in_words(account: User) -> str:
    names = [group.name for group in account.groups.all()]
    return ", ".join([_t("Administrator"), *names] if account.is_superuser else names) or _t("None")


class StaffIndexView(users.IndexView):
    """List of accounts with their roles. Nothing is done to many at once."""

    page_title = _("Staff accounts")
    add_item_label = _("Add an account")

    @cached_property
    def columns(self) -> list[Column]:
        name, address = [column for column in super().columns if column.name in {"name", "email"}]
        address.label = _("E-mail address")
        return [
            name,
            address,
            Column("roles", label=_("Roles"), accessor=_roles_in_words),
            YesNoColumn("is_active", label=_("May sign in"), sort_key="is_active"),
            DateColumn("last_login", label=_("Last sign-in"), sort_key="last_login"),
        ]

    def get_base_queryset(self) -> QuerySet[User]:
        return super().get_base_queryset().prefetch_related("groups")

    def get_edit_url(self, instance: User) -> str | None:
        return super().get_edit_url(instance) if may_change(self.request.user, instance) else None


class StaffFormMixin(View):
    """View with the form of an account; writes into its history which roles changed."""

    request: StaffRequest
    form: Any

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "acting": self.request.user}  # type: ignore[misc]  # a mixin

    def save_instance(self) -> User:
        account = self.form.instance
        with transaction.atomic():
            before = roles_of(User.objects.get(pk=account.pk)) if account.pk else set()
            saved: User = super().save_instance()  # type: ignore[misc]  # a mixin
            log_roles(saved, before, self.request.user)
        return saved


class StaffCreateView(StaffFormMixin, users.CreateView, FreshSignInMixin):
    """Form for a new account."""

    page_title = _("Add an account")
    success_message = _("%(object)s is sent an invitation, with a link that works for three days.")
    template_name = "wagtailadmin/generic/create.html"


class StaffEditView(StaffFormMixin, users.EditView, FreshSignInMixin):
    """Form for an account that the user may change."""

    success_message = _("The account of %(object)s is saved.")
    delete_item_label = _("This person leaves")
    template_name = "wagtailadmin/generic/edit.html"

    def get_header_more_buttons(self) -> list[Button]:
        address = reverse("sessions_of_account", args=[self.object.pk])
        signed_in = Button(_("Where signed in"), url=address, icon_name="key")
        return [*super().get_header_more_buttons(), signed_in]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_change(self.request.user, self.object):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        return [*super().header_more_buttons, *buttons_of_help(self.request.user, self.object)]


class StaffLeavingView(LeavingView, users.DeleteView, FreshSignInMixin):
    """Page on which a member of staff leaves."""

    request: StaffRequest
    stays = _("The account without the sign-in: they can come back")
    left_message = _("%(name)s can no longer sign in.")
    success_message = _("The account of %(object)s is deleted.")
    page_title = _("Somebody leaves")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_change(self.request.user, self.object):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class StaffViewSet(users.UserViewSet):
    """Accounts of staff: list, forms, history, leaving."""

    menu_label = _("Staff accounts")
    template_prefix = "clinic/staff/"
    copy_view_enabled = False
    index_view_class = StaffIndexView
    add_view_class = StaffCreateView
    edit_view_class = StaffEditView
    delete_view_class = StaffLeavingView

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            *super().get_urlpatterns(),
            path("invite/<int:pk>/", InviteAgainView.as_view(), name="invite"),
            path("second-step/<int:pk>/", SecondFactorResetView.as_view(), name="second_factor"),
        ]

    def get_form_class(self, for_update: bool = False) -> type[AccountForm] | type[NewAccountForm]:
        return AccountForm if for_update else NewAccountForm


class RoleIndexView(groups.IndexView):
    """List of roles, each in a sentence."""

    page_title = _("Roles")

    @cached_property
    def columns(self) -> list[Column]:
        return [
            TitleColumn("name", label=_("Role"), sort_key="name", get_url=self.get_edit_url),
            Column("sentence", label=_("What its members may do"), accessor=sentence_of),
        ]


class RoleCreateView(groups.CreateView, FreshSignInMixin):
    """Form for a new role."""


class RoleEditView(groups.EditView, FreshSignInMixin):
    """Form for what the members of a role may do."""


class RoleDeleteView(groups.DeleteView, FreshSignInMixin):
    """Page that asks before a role is deleted."""


class RoleViewSet(groups.GroupViewSet):
    """Roles, which are groups of permissions. Only an administrator changes them."""

    menu_label = _("Roles")
    model = Group
    index_view_class = RoleIndexView
    add_view_class = RoleCreateView
    edit_view_class = RoleEditView
    delete_view_class = RoleDeleteView
