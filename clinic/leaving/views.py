"""Page on which somebody leaves: says what becomes of their work, and hands it over in one transaction."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import ProtectedError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from wagtail.admin import messages
from wagtail.admin.views import generic
from wagtail.log_actions import log

from .duties import Duty, duties_of

KEEP, DELETE = "keep", "delete"


class LeavingForm(forms.Form):
    """Choice of what stays of the person, and of who goes on with each duty that can be handed over."""

    def __init__(self, *args: Any, duties: list[Duty], stays: str | Promise, **kwargs: Any) -> None:
        kwargs.pop("instance", None)
        super().__init__(*args, **kwargs)
        for duty in duties:
            if duty.successors is not None:
                self.fields[duty.name] = forms.ModelChoiceField(
                    queryset=duty.successors,
                    required=False,
                    empty_label=duty.nobody,
                    label=duty.question,
                )
        self.fields["what"] = forms.ChoiceField(
            label=_("What stays here"),
            choices=[(KEEP, stays), (DELETE, _("Nothing, if no other record needs them: for good"))],
            initial=KEEP,
            required=False,
            widget=forms.RadioSelect,
        )


class LeavingView(generic.DeleteView):
    """Page of a person who leaves, who is kept with ``is_active`` off unless deletion is chosen."""

    template_name = "clinic/staff/leaving.html"
    page_title = _("Somebody leaves")
    stays: str | Promise = ""
    left_message: str | Promise = ""

    @cached_property
    def duties(self) -> list[Duty]:
        """Work that the person does here."""
        return duties_of(self.object)

    def get_form(self, form_class: Any = None) -> LeavingForm:
        data = self.request.POST if self.request.method == "POST" else None
        return LeavingForm(data, duties=self.duties, stays=self.stays)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "duties": self.duties}

    def form_valid(self, form: LeavingForm) -> HttpResponse:
        chosen = form.cleaned_data
        try:
            with transaction.atomic():
                for duty in self.duties:
                    if duty.carry_out:
                        duty.carry_out(self.request.user, chosen.get(duty.name))
                if chosen["what"] == DELETE:
                    return super().form_valid(form)
                self._switch_off()
        except (ProtectedError, PermissionDenied):
            text = _t("Other records need %(name)s, so nothing was deleted. Choose the first answer instead.")
            messages.error(self.request, text % {"name": self.object})
            return self.render_to_response(self.get_context_data(form=form))
        messages.success(self.request, self.left_message % {"name": self.object})
        return redirect(self.get_success_url())

    def _switch_off(self) -> None:
        self.object.is_active = False
        self.object.save(update_fields=["is_active"])
        log(self.object, "wagtail.edit", user=self.request.user, content_changed=True)
