"""Pages of the bulk actions: each asks, takes the action on many requests, and counts them."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy, ngettext_lazy

from wagtail.admin import messages
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from appointments import action_rules
from appointments.action_rules import ActionRule
from appointments.desk.access_log.recording import RecordsAccessMixin
from appointments.desk.actions.registry import ACTIONS
from appointments.desk.lists.tabs import TABS
from appointments.desk.pages import ConfirmedFormView
from appointments.models import AccessAction, AppointmentRequest
from appointments.services.contact.sending_again import send_many_again
from appointments.services.decisions import bulk
from clinic.lazy_text import StrOrPromise

from .bar import listing_of
from .forms import AssignForm, BulkForm, DuplicatesForm
from .selection import LONGEST_LISTING, NAMED, Selection, is_of_all, selection_of

LEFT_ALONE = ngettext_lazy(
    "%(count)d request was left alone: it changed meanwhile, or is in another state.",
    "%(count)d requests were left alone: they changed meanwhile, or are in another state.",
    "count",
)


class BulkView(RecordsAccessMixin, PermissionCheckedMixin, ConfirmedFormView):
    """Page of a bulk action: a GET and the list's POST ask; its own POST acts on what it showed.

    It shows nothing that a patient told us. Whose requests a search selects is recorded all the same.
    """

    model = AppointmentRequest
    access_action = AccessAction.SEARCH
    permission_required = "change"
    index_url_name = ""
    header_icon = "mail"
    template_name = "appointments/desk/bulk/bulk.html"
    form_class: type[BulkForm] = BulkForm
    rule: ActionRule
    most: int | None = None
    label: StrOrPromise
    button: StrOrPromise
    done: StrOrPromise
    explanation: StrOrPromise = ""

    @cached_property
    def selection(self) -> Selection:
        """Return the requests that were selected."""
        return selection_of(self.request, self.rule)

    def can_submit(self) -> bool:
        return bool(self.selection.possible) and not self.is_too_much

    @property
    def is_confirmed(self) -> bool:
        """Return whether the user has seen what the action changes; "all" is always shown first."""
        return super().is_confirmed and not is_of_all(self.request)

    @property
    def is_too_much(self) -> bool:
        """Return whether more requests are selected than the action takes."""
        return self.most is not None and len(self.selection) > self.most

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs = {**super().get_form_kwargs(), "requests": self.selection.possible, "user": self.request.user}
        if not self.is_confirmed:
            kwargs["initial"] = {"to": self.request.POST.get("to")}
        return kwargs

    def form_valid(self, form: BulkForm) -> HttpResponse:
        """Take the action, and show how many requests it changed and how many it left alone."""
        changed = self.take(form)
        left = len(self.selection) - changed - form.spared
        results = [self.done % {"count": changed}] if changed else []
        if left:
            results.append(LEFT_ALONE % {"count": left})
        level = messages.warning if left else messages.success
        level(self.request, " ".join(results))
        return redirect(self.list_address())

    def take(self, form: BulkForm) -> int:
        """Take the action; return how many requests it changed."""
        raise NotImplementedError

    def get_page_title(self) -> str:
        return str(self.label)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context_data(**kwargs),
            "view": self,
            "selection": self.selection,
            "unnamed": max(0, len(self.selection) - NAMED),
            "listing": self._listing().urlencode(),
            "list_address": self.list_address(),
        }

    def access_entry(self, context: Mapping[str, Any]) -> dict[str, Any]:
        """Return the requests that a search selected; none if they were not searched for."""
        searched = self.selection.searched
        shown = self.selection.possible if searched else []
        return {
            "action": self.access_action,
            "shown": shown,
            "searched": searched,
            "filters": {"step": self.rule.slug},
        }

    def _listing(self) -> QueryDict:
        sent = self.request.POST if self.request.method == "POST" else self.request.GET
        return listing_of(QueryDict(sent.get("listing", "")[:LONGEST_LISTING]))

    def list_address(self) -> str:
        """Return the address of the list."""
        listing = self._listing()
        if listing.get("tab") == "possible_spam":
            return TABS["possible_spam"].address
        return reverse("requests:index") + (f"?{listing.urlencode()}" if listing else "")


class AssignView(BulkView):
    """Page that assigns requests to a member of the desk, whom the list may have sent already."""

    form_class = AssignForm
    rule = action_rules.CLAIM
    label = gettext_lazy("Give requests to somebody")
    button = gettext_lazy("Give")
    done = ngettext_lazy("%(count)d request changed hands.", "%(count)d requests changed hands.", "count")

    def take(self, form: BulkForm) -> int:
        return bulk.assign_many(self.selection.seen, actor=self.request.user, to=form.cleaned_data["to"])


class DuplicatesView(BulkView):
    """Page that closes all but one of a person's requests."""

    form_class = DuplicatesForm
    rule = action_rules.DUPLICATE
    most = NAMED
    label = gettext_lazy("Mark as duplicates")
    button = gettext_lazy("Close as duplicates")
    explanation = gettext_lazy(
        "The same person asked more than once. The others close and point to the request that stays."
    )
    done = ngettext_lazy(
        "%(count)d request is closed as a duplicate.", "%(count)d requests are closed as duplicates.", "count"
    )

    def take(self, form: BulkForm) -> int:
        return bulk.close_many_as_duplicates(
            self.selection.seen, actor=self.request.user, original=form.cleaned_data["stays"]
        )


class DiscardView(BulkView):
    """Page that discards possible spam."""

    rule = action_rules.DISCARD
    label = ACTIONS["discard"].label
    button = gettext_lazy("Discard")
    explanation = gettext_lazy("These requests close. Nobody is told, and each can be reopened.")
    done = ngettext_lazy(
        "%(count)d request is discarded as spam. It can be reopened.",
        "%(count)d requests are discarded as spam. They can be reopened.",
        "count",
    )

    def take(self, form: BulkForm) -> int:
        return bulk.discard_many(self.selection.seen, actor=self.request.user)


class SendAgainView(BulkView):
    """Page that sends again what failed for a technical reason, such as a mail server that was away."""

    rule = action_rules.SEND_AGAIN
    # Each request is locked and changed by itself.
    most = 500
    label = gettext_lazy("Send failed messages again")
    button = gettext_lazy("Send again")
    explanation = gettext_lazy(
        "What failed for a technical reason goes again, to the front desk and to patients. What a later step "
        "has overtaken stays unsent, and so does what failed because of the patient’s address or consent: "
        "correct that on the request first."
    )
    done = ngettext_lazy(
        "The messages of %(count)d request go again now.",
        "The messages of %(count)d requests go again now.",
        "count",
    )

    def take(self, form: BulkForm) -> int:
        return send_many_again(self.selection.seen, actor=self.request.user)


BULK_VIEWS = {
    "give": AssignView,
    "duplicates": DuplicatesView,
    "discard-many": DiscardView,
    "send-again-many": SendAgainView,
}
