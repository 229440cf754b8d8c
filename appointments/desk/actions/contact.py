"""Reaching the patient, and who at the desk works on it."""

from django.utils.translation import gettext_lazy as _

from appointments.desk.actions.forms.action import NoteForm
from appointments.desk.actions.forms.attempt import AttemptForm
from appointments.desk.actions.forms.closing import ToldForm
from appointments.desk.actions.forms.correction import CorrectionForm, PriorityForm
from appointments.messages.kinds import MessageKind
from appointments.models import AppointmentRequest
from appointments.models.timeline import EventKind
from appointments.services.contact import attempts, corrections, undelivered
from appointments.services.decisions import decisions
from appointments.statuses import AWAITING_DESK, CLOSED, OPEN, Status, leading_to

from .action import Action


def _nothing_else_tells_them(appointment_request: AppointmentRequest) -> bool:
    """No voicemail may be left, and no message has said yet that we tried."""
    told = appointment_request.notices.to_patient().filter(event__kind=EventKind.ATTEMPT)
    return not appointment_request.patient.may_leave_voicemail and not told.exists()


CONTACT = (
    Action(
        slug="restore",
        label=_("Not spam: put it among the new ones"),
        done=_("Request %(reference)s is now among the new ones."),
        service=decisions.restore,
        statuses=frozenset({Status.QUARANTINED}),
        group="next",
        icon="check",
        explanation=_("The request looked like spam. It becomes a new request like any other."),
    ),
    Action(
        slug="discard",
        label=_("Discard as spam"),
        done=_("Request %(reference)s is discarded as spam. It can be reopened."),
        service=decisions.discard,
        statuses=frozenset({Status.QUARANTINED}),
        group="close",
        icon="bin",
        explanation=_("The request closes. Nobody is told, and it can be reopened."),
    ),
    Action(
        slug="attempt",
        label=_("Log a contact attempt"),
        done=_("The contact attempt for %(reference)s is kept."),
        service=attempts.log_attempt,
        statuses=AWAITING_DESK,
        group="next",
        icon="mail",
        form_class=AttemptForm,
        message_kind=MessageKind.TRIED_TO_CALL,
        verb=_("log the attempt"),
        writes_unasked=_nothing_else_tells_them,
    ),
    Action(
        slug="told",
        label=_("The patient was told in another way"),
        done=_("It is kept how the patient of %(reference)s was told."),
        service=undelivered.told_another_way,
        statuses=frozenset(Status) - {Status.QUARANTINED},
        after_the_visit=True,
        group="next",
        icon="mail",
        explanation=_(
            "A message could not be delivered. Tell the patient what it says, then keep here how you did. "
            "The request stays as it is."
        ),
        form_class=ToldForm,
        is_shown=lambda appointment_request, user: undelivered.is_undelivered(appointment_request),
    ),
    Action(
        slug="correct",
        label=_("Correct a detail"),
        done=_("The correction for %(reference)s is kept, and used from now on."),
        service=corrections.correct,
        statuses=OPEN,
        # A link below the answers.
        group="answers",
        icon="edit",
        explanation=_(
            "Change what you know better: it is used for calls, mail and searches from now on. What the "
            "patient wrote stays on the record."
        ),
        form_class=CorrectionForm,
    ),
    Action(
        slug="priority",
        label=_("Change how soon"),
        done=_("The priority of %(reference)s is changed."),
        service=decisions.set_priority,
        statuses=OPEN,
        # Buttons of its own.
        group="priority",
        icon="arrow-up",
        form_class=PriorityForm,
    ),
    Action(
        slug="reopen",
        label=_("Reopen the request"),
        done=_("Request %(reference)s is open again."),
        service=decisions.reopen,
        statuses=leading_to(Status.NEW, among=CLOSED),
        group="next",
        icon="undo",
        explanation=_("The request becomes new again. Write why."),
        form_class=NoteForm,
    ),
    Action(
        slug="claim",
        label=_("Take the request"),
        done=_("You took request %(reference)s."),
        service=decisions.claim,
        statuses=OPEN,
        group="who",
        icon="user",
        is_shown=lambda appointment_request, user: appointment_request.assigned_to_id != user.pk,
    ),
    Action(
        slug="release",
        label=_("Give it back to the desk"),
        done=_("Request %(reference)s is free for anybody to take."),
        service=decisions.release,
        statuses=OPEN,
        group="who",
        icon="group",
        is_shown=lambda appointment_request, user: appointment_request.assigned_to_id is not None,
    ),
    Action(
        slug="note",
        label=_("Add a note"),
        done=_("Your note for %(reference)s is kept."),
        service=decisions.add_note,
        statuses=frozenset(Status),
        after_the_visit=True,
        group="who",
        icon="edit",
        form_class=NoteForm,
    ),
)
