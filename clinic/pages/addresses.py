"""Addresses of pages in the editor: a taken one is told at once, and no draft is lost over it."""

from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext as _

from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.models import Page


class AddressForm(WagtailAdminPageForm):
    """Wagtail's page form that saves a draft whose address is taken under a free one.

    ``creation_key`` is the same in everything that one open form sends, so that a page is made from it once.
    """

    creation_key = forms.UUIDField(required=False, initial=uuid4, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.given_address = ""
        if self.instance.pk:
            del self.fields["creation_key"]
        if "slug" in self.fields:
            # Read by static/clinic/addresses.js.
            words = _("The address “{wanted}” is taken. The draft was saved, for now at “{given}”.")
            self.fields["slug"].widget.attrs["data-address-taken"] = words

    @property
    def media(self) -> forms.Media:
        return super().media + forms.Media(js=["clinic/addresses.js", "clinic/findings.js"])

    def clean(self) -> dict[str, Any]:
        wanted = self.cleaned_data.get("slug", "")
        holder = holder_of(wanted, self.parent_page, self.instance)
        if holder and self.is_deferred_validation:
            self.given_address = free_address(wanted, self.parent_page, self.instance)
            self.cleaned_data["slug"] = self.given_address
        cleaned = super().clean()
        if holder and "slug" in self.errors:
            message = _("“%(title)s” already has the address “%(address)s”. Choose another one.")
            message %= {"title": holder.get_admin_display_title(), "address": wanted}
            self.errors["slug"] = self.error_class([message])
            self.add_error(None, _("The address is taken. Choose another one under Promote."))
        return cleaned

    def _post_clean(self) -> None:
        super()._post_clean()
        key = self.cleaned_data.get("creation_key")
        if key and not Page.objects.filter(translation_key=key).exists():
            self.instance.translation_key = key

    def get_field_updates_for_resave(self) -> list[tuple[str, str]]:
        """Return what the open form is told after a save in the background: also the address it was given."""
        updates = super().get_field_updates_for_resave()
        return [*updates, ("slug", self.given_address)] if self.given_address else updates


def holder_of(address: str, parent: Page | None, page: Page) -> Page | None:
    """Return another page below ``parent`` that has the address."""
    if not address or parent is None:
        return None
    return parent.get_children().filter(slug=address).exclude(pk=page.pk).first()


def free_address(wanted: str, parent: Page, page: Page) -> str:
    """Return the address with the lowest number behind it that no other page below ``parent`` has."""
    others = parent.get_children().filter(slug__startswith=wanted).exclude(pk=page.pk)
    taken = set(others.values_list("slug", flat=True))
    longest = Page._meta.get_field("slug").max_length - 5
    candidates = (f"{wanted[:longest]}-{number}" for number in range(2, len(taken) + 3))
    return next(candidate for candidate in candidates if candidate not in taken)
