"""Forms of a staff account, with the fields that the acting user may change."""

from typing import Any

from django import forms
from django.contrib.auth.models import Group
from django.db import transaction
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from wagtail.users.forms import UserCreationForm, UserEditForm

from clinic.models import User
from clinic.sign_in.mail import send_address_changed, send_invitation
from clinic.typed.email_fields import EmailAddressField
from clinic.typed.fields import PlainTextField

from .accounts import may_set_address
from .roles import ADMINISTRATOR, roles_given_by, sentence_of


class RolesField(forms.ModelMultipleChoiceField):
    """Choice of roles, each with the sentence that says what it is for."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: Group) -> str:
        return _t("%(role)s: %(sentence)s") % {"role": obj.name, "sentence": sentence_of(obj)}


class AccountFormMixin:
    """Fields of an account that ``acting`` may set: no role more powerful than their own."""

    fields: dict[str, forms.Field]
    instance: User
    field_order = ["first_name", "last_name", "email", "groups", "is_superuser", "is_active"]
    # Nobody knows somebody else's password: it is chosen by the link of an invitation.
    password_enabled = False

    def __init__(self, *args: Any, acting: User, **kwargs: Any) -> None:
        self.acting = acting
        super().__init__(*args, **kwargs)
        self._offer_roles(acting)
        # Wagtail's form declares fields of its own: ours tidy what is pasted.
        self.fields["first_name"] = PlainTextField(label=_("First name"), max_length=150)
        self.fields["last_name"] = PlainTextField(label=_("Last name"), max_length=150)
        self.fields["email"] = EmailAddressField(
            label=_("E-mail address"), help_text=_("The address this person signs in with.")
        )

    def _offer_roles(self, acting: User) -> None:
        self.fields["groups"] = RolesField(
            queryset=roles_given_by(acting),
            required=False,
            label=_("Roles"),
            help_text=_("What this person does here. Without a role nobody gets in."),
        )
        if "is_superuser" in self.fields:
            self.fields["is_superuser"].help_text = ADMINISTRATOR
            if not acting.is_superuser:
                del self.fields["is_superuser"]


class NewAccountForm(AccountFormMixin, UserCreationForm):
    """Account of somebody who starts here, and is sent an invitation."""

    @transaction.atomic
    def save(self, commit: bool = True) -> User:
        self.instance.set_unusable_password()
        account: User = super().save(commit)
        send_invitation(account)
        return account


class AccountForm(AccountFormMixin, UserEditForm):
    """Account of somebody who works here."""

    def __init__(self, *args: Any, acting: User, **kwargs: Any) -> None:
        super().__init__(*args, acting=acting, **kwargs)
        if acting == self.instance:
            self._keep_roles()
        elif self.instance.is_active:
            # Whoever leaves has work that somebody has to take over: that has a page of its own.
            del self.fields["is_active"]
        else:
            self.fields["is_active"].help_text = _("Tick it for somebody who comes back.")
        if not may_set_address(acting, self.instance):
            self._keep_address()

    def _keep_roles(self) -> None:
        groups = self.fields["groups"]
        groups.disabled, groups.help_text = True, _("Nobody changes their own roles: ask somebody else.")

    def _keep_address(self) -> None:
        email = self.fields["email"]
        email.disabled = True
        email.help_text = _("Only this person changes it, under “Account”.")

    @transaction.atomic
    def save(self, commit: bool = True) -> User:
        """Save; whoever was given another address is invited there, and the old address is told."""
        before = self.initial["email"]
        if "email" not in self.changed_data:
            return super().save(commit)
        was_theirs = self.instance.has_usable_password()
        self.instance.set_unusable_password()
        account: User = super().save(commit)
        send_invitation(account)
        if was_theirs:
            send_address_changed(account, before, by_others=True)
        return account
