"""Page of an action: GET shows its form, POST takes the action on the version that the person saw."""

import uuid
from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import FormView

from wagtail.admin import messages
from wagtail.admin.views.generic.base import BaseObjectMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from appointments.desk.access_log.recording import RecordsStepMixin
from appointments.desk.actions.forms.action import ActionForm, MessageOffer
from appointments.desk.pages import DeskPageMixin
from appointments.desk.presenters.answers import answers_for_the_call
from appointments.desk.presenters.one_request import OneRequestMixin
from appointments.desk.presenters.timeline import entry_of
from appointments.messages.kinds import ABOUT_A_VISIT
from appointments.models import AccessAction, AppointmentRequest
from appointments.services.changes import PatientMessage, RequestMoved, TransitionRefused, moved_since
from appointments.services.visits.scheduling import VisitConflict
from clinic.kept_input.fields import KnownForm
from clinic.models import ClinicSettings

from .action import Action
from .message_preview import (
    BACK,
    SEND,
    SILENT,
    MessagePreview,
    message_offer_for,
    message_preview_for,
    time_is_taken,
    when_it_goes,
)
from .registry import ACTIONS

# Field that the buttons in the list of possible spam send: the person returns to that list.
FROM_LIST = "from_list"
GO_ON = "desk-go-on"


@method_decorator(sensitive_post_parameters(), name="dispatch")
class ActionView(
    RecordsStepMixin,
    PermissionCheckedMixin,
    OneRequestMixin,
    BaseObjectMixin,
    DeskPageMixin,
    FormView,
):
    """View of every action in ``registry.ACTIONS``; the URL pattern passes the action."""

    model = AppointmentRequest
    access_action = AccessAction.ACTION
    action: Action = ACTIONS["note"]
    index_url_name = ""
    header_icon = ""
    permission_required = "change"
    template_name = "appointments/desk/actions/action.html"
    http_method_names = ["get", "head", "post"]

    @classmethod
    def kept_form(cls, action: Action, pk: uuid.UUID, **kwargs: Any) -> KnownForm:
        """Describe the form, for input that its author was signed out with."""
        return KnownForm(action.label, action.form_class.base_fields, about=_record_of(pk))

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self._can_be_taken():
            return self._refused()
        return super().get(request, *args, **kwargs)

    def get_form_class(self) -> type[ActionForm]:
        return self.action.form_class

    def get_initial(self) -> dict[str, Any]:
        return {"version": self.object.version, **self._preferred_channel()}

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), **self._form_context(self.action)}

    def form_valid(self, form: ActionForm) -> HttpResponse:
        """Show the message first if one can be sent; otherwise take the action."""
        pressed = self.request.POST.get("check", "")
        if pressed == BACK:
            return self._page(form=form, status=HTTPStatus.OK)
        if form.wants_message:
            return self._check_message(form, pressed)
        if pressed == SEND:
            # Since the preview, writing to the patient became impossible.
            return self._page(form=form, cannot_write=True, status=HTTPStatus.CONFLICT)
        return self._take(form)

    def _check_message(self, form: ActionForm, pressed: str) -> HttpResponse:
        """Show the page with the message until one of its two buttons confirms that very message."""
        moved = moved_since(self.action.rule, {self.object: form.cleaned_data["version"]})
        if self.object in moved:
            return self._request_moved(RequestMoved(self.object, moved[self.object]))
        if not self._can_be_taken():
            return self._refused()
        if time_is_taken(form):
            return self._time_taken(form)
        posted = self.request.POST
        preview = message_preview_for(
            form, self.message_offer, clinic=self.clinic, visit=self.visit, posted=posted
        )
        if pressed == SILENT and not form.told_by_message and not form.needs_message:
            return self._take(form)
        if pressed == SEND and posted.get("seen") == preview.seen:
            return self._take(form, preview.to_send(self.clinic))
        return self._message_page(form, preview, pressed)

    def _take(self, form: ActionForm, message: PatientMessage | None = None) -> HttpResponse:
        """Take the action, or show why it could not be taken."""
        arguments = {**form.arguments(), **({"message": message} if message else {})}
        try:
            self.action.service(appointment_request_id=self.object.pk, actor=self.request.user, **arguments)
        except RequestMoved as moved:
            return self._request_moved(moved)
        except TransitionRefused:
            return self._refused()
        except VisitConflict:
            return self._time_taken(form)
        except AppointmentRequest.DoesNotExist:
            raise Http404 from None
        # The message names only the reference, because Django's messages pass through a cookie.
        done = self.action.done % {"reference": self.object.reference}
        messages.success(self.request, f"{done} {when_it_goes(self.object, message)}" if message else done)
        if FROM_LIST in self.request.POST:
            return redirect("requests:possible-spam")
        # Work continues on the request that stays after a merge.
        shown = form.cleaned_data.get("original", self.object)
        return redirect(f"{_record_of(shown.pk)}#desk-go-on")

    def form_invalid(self, form: ActionForm) -> HttpResponse:
        if not self._can_be_taken():
            seen = {self.object: form.cleaned_data.get("version", self.object.version)}
            if moved := moved_since(self.action.rule, seen):
                return self._request_moved(RequestMoved(self.object, moved[self.object]))
            return self._refused()
        if "version" in form.errors:
            # A page without its version cannot be sent again, so it gets a new one.
            form = self._form_again(self.action)
            return self._page(form=form, incomplete=True, status=HTTPStatus.UNPROCESSABLE_ENTITY)
        return self._page(form=form, status=HTTPStatus.UNPROCESSABLE_ENTITY)

    def get_page_title(self) -> str:
        return str(self.action.label)

    def get_page_subtitle(self) -> str:
        return self.object.reference

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *super().get_breadcrumbs_items()[:-1],
            {"url": _record_of(self.object.pk), "label": self.object.reference},
            {"url": "", "label": self.action.label, "sublabel": self.object.reference},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {
            "action": self.action,
            "action_url": reverse(self.action.url_name, args=[self.object.pk]),
            **super().get_context_data(**kwargs),
            **self.summary(),
            "object": self.object,
            "record_url": _record_of(self.object.pk),
            "why_no_message": self.message_offer.why_not,
            "call_answers": answers_for_the_call(self.object),
        }

    def _can_be_taken(self) -> bool:
        return self.action.rule.allows(self.object)

    @cached_property
    def clinic(self) -> ClinicSettings:
        """Return the clinic's details."""
        return ClinicSettings.for_request(self.request)

    @cached_property
    def message_offer(self) -> MessageOffer:
        """Return the message that the action can send to the patient."""
        return message_offer_for(self.action, self.object, self.clinic)

    def _form_context(self, action: Action) -> dict[str, Any]:
        message_offer = self.message_offer if action is self.action else None
        context = {"appointment_request": self.object, "clock": self.clinic.clock}
        return {**context, "message_offer": message_offer}

    def _preferred_channel(self) -> dict[str, Any]:
        answers = self.object.answers
        return {"channel": answers.contact_by} if answers else {}

    def _page(self, *, status: int, **context: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(**context), status=status)

    def _refused(self) -> HttpResponse:
        self.object = self.get_object()
        not_ready = self.action.why_not_ready(self.object)
        status = HTTPStatus.CONFLICT
        return self._page(refused=True, not_ready=not_ready, status=status, **self._note_alone())

    def _time_taken(self, form: ActionForm) -> HttpResponse:
        """Show that another visit has the time; only for actions that give a visit its time."""
        raise NotImplementedError

    def _request_moved(self, moved: RequestMoved) -> HttpResponse:
        """Show who did what, and the input, ready to be sent on the new version."""
        self.object, last = self.get_object(), moved.last_event
        context: dict[str, Any] = {
            "moved_by": last and entry_of(last),
            "moved_by_me": last and last.actor_id == self.request.user.pk,
        }
        kept = {"form": self._form_again(self.action)} if self._can_be_taken() else self._note_alone()
        return self._page(status=HTTPStatus.CONFLICT, **context, **kept)

    def _note_alone(self) -> dict[str, Any]:
        """Return the context of a note with what was typed into that of a step that is not possible."""
        if not self.request.POST.get("note", "").strip():
            return {"form": None}
        note = ACTIONS["note"]
        url = reverse(note.url_name, args=[self.object.pk])
        return {"form": self._form_again(note), "as_note": True, "action": note, "action_url": url}

    def _form_again(self, action: Action) -> ActionForm:
        data = self.request.POST.copy()
        data["version"] = str(self.object.version)
        return action.form_class(data, **self._form_context(action))

    def _message_page(self, form: ActionForm, preview: MessagePreview, pressed: str) -> HttpResponse:
        self.template_name = "appointments/desk/actions/check_message.html"
        status = {SEND: HTTPStatus.CONFLICT, SILENT: HTTPStatus.UNPROCESSABLE_ENTITY}.get(
            pressed, HTTPStatus.OK
        )
        minutes = self.clinic.undo_minutes
        # A calendar file adds the visit, or removes it.
        calendar = self.action.message_kind in ABOUT_A_VISIT or self.visit is not None
        context = {"form": form, "preview": preview, "minutes": minutes, "calendar": calendar}
        return self._page(**context, changed=pressed == SEND, nobody_told=pressed == SILENT, status=status)


def _record_of(pk: uuid.UUID) -> str:
    return reverse("requests:inspect", args=[pk])
