"""Preview of the message that an action sends, shown before anything is changed."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from appointments.desk.actions.forms.action import ActionForm, MessageOffer
from appointments.messages.kinds import MessageKind
from appointments.models import AppointmentRequest, MessageTemplate, Visit
from appointments.models.event_kinds import DeclineReason
from appointments.notices.mailing import mailing_to
from appointments.notices.wording import VisitFacts, Wording, texts_for, worded
from appointments.services.changes import PatientMessage
from clinic.database.clock import current_time
from clinic.identity.clinic_time import day_or_time
from clinic.lazy_text import StrOrPromise
from clinic.models import ClinicSettings

from .action import Action

# Values of "check", which the buttons of the page send.
SEND, SILENT, SHOW, BACK = "send", "silent", "show", "back"
# Labels of the first two buttons, as whole sentences: fragments could not be translated.
BUTTON_LABELS: dict[MessageKind, tuple[StrOrPromise, StrOrPromise]] = {
    MessageKind.TRIED_TO_CALL: (
        _("Send it and log the attempt"),
        _("Do not send, only log the attempt"),
    ),
    MessageKind.OFFERED_TIMES: (_("Send it and log the attempt"), ""),
    MessageKind.VISIT_CONFIRMED: (
        _("Send it and schedule the visit"),
        _("Do not send, only schedule the visit"),
    ),
    MessageKind.VISIT_MOVED: (_("Send it and move the visit"), _("Do not send, only move the visit")),
    MessageKind.VISIT_CANCELLED: (_("Send it and cancel the visit"), _("Do not send, only cancel the visit")),
    MessageKind.DECLINED: (_("Send it and decline"), _("Do not send, only decline")),
    MessageKind.UNREACHABLE: (_("Send it and close the request"), _("Do not send, only close the request")),
}


def message_offer_for(
    action: Action, appointment_request: AppointmentRequest, clinic: ClinicSettings
) -> MessageOffer:
    """Return the message of ``action`` for the patient of the request; empty for actions without one."""
    if not action.message_kind:
        return MessageOffer()
    mailing = mailing_to(appointment_request)
    texts = texts_for(action.message_kind, appointment_request, clinic) if mailing.address else []
    if texts:
        preselected = action.message_preselected(appointment_request)
        return MessageOffer(texts=texts, address=mailing.address, preselected=preselected)
    kind = MessageKind(action.message_kind)
    no_text = _t("No text for “%(kind)s” is published.") % {"kind": kind.label}
    if kind == MessageKind.OFFERED_TIMES and not clinic.email:
        no_text = _t("The clinic's details hold no e-mail address that a patient could answer to.")
    return MessageOffer(why_not=mailing.why_not or no_text)


@dataclass(frozen=True)
class MessagePreview:
    """Message as it would be sent now: its address, its text, and the ``texts`` to choose from."""

    address: str
    text: MessageTemplate
    texts: list[MessageTemplate]
    wording: Wording

    @property
    def send_label(self) -> StrOrPromise:
        """Return the label of the button that sends the message and takes the action."""
        return BUTTON_LABELS[MessageKind(self.text.kind)][0]

    @property
    def silent_label(self) -> StrOrPromise:
        """Return the label of the button that takes the action without the message."""
        return BUTTON_LABELS[MessageKind(self.text.kind)][1]

    @property
    def seen(self) -> str:
        """Return a hash of the message, which the page sends back: it shows whether the message changed."""
        whole = "\n".join([self.address, self.wording.subject, self.wording.body])
        return hashlib.sha256(whole.encode()).hexdigest()

    def to_send(self, clinic: ClinicSettings) -> PatientMessage:
        """Return the message for the service; it waits for as long as it can be undone."""
        return PatientMessage(
            subject=self.wording.subject,
            body=self.wording.body,
            language=self.text.language,
            waits=timedelta(minutes=clinic.undo_minutes),
        )


def message_preview_for(
    form: ActionForm,
    offer: MessageOffer,
    *,
    clinic: ClinicSettings,
    visit: Visit | None,
    posted: Mapping[str, str],
) -> MessagePreview:
    """Return the message of the action that ``form`` describes, with the chosen or the best fitting text."""
    text = _chosen(offer.texts, posted.get("template", ""), form.cleaned_data.get("reason", ""))
    wording = worded(
        text,
        appointment_request=form.appointment_request,
        clinic=clinic,
        visit=_visit_facts(form, visit),
        offered=form.offered,
    )
    return MessagePreview(offer.address, text, offer.texts, wording)


def time_is_taken(form: ActionForm) -> bool:
    """Return whether another request has the time of the visit: then the message could not be sent."""
    arguments = form.arguments()
    if "start" not in arguments:
        return False
    during = DateTimeTZRange(arguments["start"], arguments["start"] + arguments["length"])
    visits = Visit.objects.active().filter(practitioner=arguments["practitioner"], during__overlap=during)
    return visits.exclude(appointment_request=form.appointment_request).exists()


def when_it_goes(appointment_request: AppointmentRequest, message: PatientMessage) -> str:
    """Return the sentence that says when the message is sent."""
    if appointment_request.is_demo:
        return _t("No message goes: the request was invented for the demonstration.")
    if not message.waits:
        return _t("The message goes now.")
    due = day_or_time(current_time() + message.waits)
    return _t("The message goes at %(time)s; until then you can undo it here.") % {"time": due}


def _chosen(texts: list[MessageTemplate], key: str, reason: str) -> MessageTemplate:
    by_key = {str(text.pk): text for text in texts}
    by_name = {text.name: text for text in texts}
    named = DeclineReason(reason).label if reason else ""
    return by_key.get(key) or by_name.get(str(named)) or texts[0]


def _visit_facts(form: ActionForm, visit: Visit | None) -> VisitFacts | None:
    """Return the visit that the action makes, or the one that the request has."""
    arguments = form.arguments()
    if "start" in arguments:
        earlier = visit.during.lower if visit else None
        practitioner = arguments["practitioner"].display_name
        return VisitFacts(start=arguments["start"], practitioner=practitioner, earlier=earlier)
    if visit:
        return VisitFacts(start=visit.during.lower, practitioner=visit.practitioner.display_name)
    return None
