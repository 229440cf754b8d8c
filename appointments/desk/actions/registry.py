"""Registry of the desk's actions on a request: one table for buttons, pages and addresses."""

from django.utils.translation import gettext_lazy as _

from appointments import action_rules
from appointments.desk.actions.forms.action import NoteForm
from appointments.desk.actions.forms.attempt import AttemptForm
from appointments.desk.actions.forms.call_back import CallBackForm
from appointments.desk.actions.forms.closing import ToldForm
from appointments.desk.actions.forms.correction import CorrectionForm, PriorityForm
from appointments.desk.actions.forms.keep_visit import KeepVisitForm
from appointments.desk.actions.forms.link import EndLinkForm
from appointments.desk.actions.forms.move_visit import MoveVisitForm
from appointments.desk.actions.forms.offer import OfferTimesForm
from appointments.desk.actions.forms.visit import CancelVisitForm, ScheduleForm
from appointments.messages.kinds import MessageKind
from appointments.models import AppointmentRequest
from appointments.models.timeline import EventKind
from appointments.notices.mailing import mailing_to
from appointments.services.contact import attempts, corrections, links
from appointments.services.decisions import decisions
from appointments.services.visits import scheduling
from clinic.lazy_text import StrOrPromise
from clinic.models import User

from .action import Action
from .closing_actions import CLOSING_ACTIONS


def _has_heard_of_no_call(appointment_request: AppointmentRequest) -> bool:
    """Return whether no voicemail may be left, and no message has said that the clinic called."""
    messages = appointment_request.notices.to_patient().filter(
        event__kind=EventKind.ATTEMPT, event__undone_by=None
    )
    return not appointment_request.patient.may_leave_voicemail and not messages.exists()


_ACTIONS = (
    Action(
        rule=action_rules.RESTORE,
        label=_("Not spam: put it among the new ones"),
        done=_("Request %(reference)s is now among the new ones."),
        service=decisions.restore,
        group="next",
        icon="check",
        explanation=_("The request looked like spam. It becomes a new request like any other."),
    ),
    Action(
        rule=action_rules.DISCARD,
        label=_("Discard as spam"),
        done=_("Request %(reference)s is discarded as spam. It can be reopened."),
        service=decisions.discard,
        group="close",
        icon="bin",
        explanation=_("The request closes. Nobody is told, and it can be reopened."),
    ),
    Action(
        rule=action_rules.ATTEMPT,
        label=_("Log another way of contact"),
        done=_("The contact attempt for %(reference)s is saved."),
        service=attempts.log_attempt,
        group="next",
        icon="mail",
        form_class=AttemptForm,
        message_kind=MessageKind.TRIED_TO_CALL,
        message_preselected=_has_heard_of_no_call,
    ),
    Action(
        rule=action_rules.CALL_BACK,
        label=_("Plan the next call"),
        done=_("The next call for %(reference)s is planned."),
        service=attempts.plan_call,
        # Offered beside what follows a talk.
        group="talk",
        icon="time",
        explanation=_("For a time that you agreed on with the patient. It does not count as a try."),
        form_class=CallBackForm,
    ),
    Action(
        rule=action_rules.OFFER_TIMES,
        label=_("Write with times"),
        done=_("The message with times for %(reference)s is saved."),
        service=attempts.offer_times,
        group="next",
        icon="mail",
        explanation=_(
            "For somebody who cannot be called, or would rather read. Nothing is booked: when the answer "
            "comes, schedule the visit."
        ),
        form_class=OfferTimesForm,
        is_shown=lambda appointment_request, user: bool(mailing_to(appointment_request).address),
        message_kind=MessageKind.OFFERED_TIMES,
    ),
    Action(
        rule=action_rules.TOLD,
        label=_("The patient was told in another way"),
        done=_("It is noted how the patient of %(reference)s was told."),
        service=decisions.told_another_way,
        group="next",
        icon="mail",
        explanation=_(
            "A message could not be delivered. Tell the patient what it says, then keep here how you did. "
            "The request stays as it is."
        ),
        form_class=ToldForm,
    ),
    Action(
        rule=action_rules.CORRECT,
        label=_("Correct a detail"),
        done=_("The correction for %(reference)s is saved, and used from now on."),
        service=corrections.correct,
        # Shown as a link below the answers.
        group="answers",
        icon="edit",
        explanation=_(
            "Change what you know better: it is used for calls, mail and searches from now on. What the "
            "patient wrote stays on the record."
        ),
        form_class=CorrectionForm,
    ),
    Action(
        rule=action_rules.END_LINK,
        label=_("End the patient's link and make a new one"),
        done=_("The link of %(reference)s has ended: earlier ones no longer work."),
        service=links.end_link,
        # Shown as a link below the answers.
        group="answers",
        icon="link",
        explanation=_(
            "For a link that reached somebody else. Whoever has it can no longer open the request, and the "
            "next e-mail to the patient holds the new one. If the address is wrong, correct it first: that "
            "ends the link too. This cannot be undone."
        ),
        form_class=EndLinkForm,
    ),
    Action(
        rule=action_rules.PRIORITY,
        label=_("Change the priority"),
        done=_("The priority of %(reference)s is changed."),
        service=decisions.set_priority,
        # Shown as one button for each priority.
        group="priority",
        icon="arrow-up",
        form_class=PriorityForm,
    ),
    Action(
        rule=action_rules.REOPEN,
        label=_("Reopen the request"),
        done=_("Request %(reference)s is open again."),
        service=decisions.reopen,
        group="next",
        icon="undo",
        explanation=_("The request becomes new again. Write why."),
        form_class=NoteForm,
    ),
    Action(
        rule=action_rules.CLAIM,
        label=_("Take the request"),
        done=_("You took request %(reference)s."),
        service=decisions.claim,
        group="who",
        icon="user",
        is_shown=lambda appointment_request, user: appointment_request.assigned_to_id != user.pk,
    ),
    Action(
        rule=action_rules.RELEASE,
        label=_("Give it back to the desk"),
        done=_("Request %(reference)s is free for anybody to take."),
        service=decisions.release,
        group="who",
        icon="group",
        is_shown=lambda appointment_request, user: appointment_request.assigned_to_id is not None,
    ),
    Action(
        rule=action_rules.NOTE,
        label=_("Add a note"),
        done=_("Your note for %(reference)s is saved."),
        service=decisions.add_note,
        group="who",
        icon="edit",
        form_class=NoteForm,
    ),
    Action(
        rule=action_rules.SCHEDULE,
        label=_("Schedule a visit"),
        done=_("The visit for %(reference)s is scheduled."),
        service=scheduling.schedule,
        group="next",
        icon="calendar",
        explanation=_("Only after the patient agreed to the time. All times are the clinic's."),
        form_class=ScheduleForm,
        message_kind=MessageKind.VISIT_CONFIRMED,
    ),
    Action(
        rule=action_rules.MOVE_VISIT,
        label=_("Move the visit"),
        done=_("The visit for %(reference)s has been moved."),
        service=scheduling.move_visit,
        group="next",
        icon="calendar-alt",
        explanation=_("The old time becomes free as soon as the new one is kept, and not before."),
        form_class=MoveVisitForm,
        message_kind=MessageKind.VISIT_MOVED,
    ),
    Action(
        rule=action_rules.KEEP_VISIT,
        label=_("This visit can stay"),
        done=_("The visit for %(reference)s stays at its time."),
        service=scheduling.keep_visit,
        # Offered where the record says that the visit needs a new time.
        group="visit",
        icon="check",
        explanation=_(
            "For a visit that can take place all the same, when you have made sure who sees the patient. "
            "It is no longer listed, unless something else comes up. The patient is not told anything."
        ),
        form_class=KeepVisitForm,
    ),
    Action(
        rule=action_rules.CANCEL_VISIT,
        label=_("Cancel the visit"),
        done=_("The visit for %(reference)s is cancelled. The request is among those to call."),
        service=scheduling.cancel_visit,
        group="next",
        icon="cross",
        explanation=_("The time becomes free, and the request goes back among those to call."),
        form_class=CancelVisitForm,
        message_kind=MessageKind.VISIT_CANCELLED,
    ),
)
ACTIONS = {action.slug: action for action in (*_ACTIONS, *CLOSING_ACTIONS)}


def available_actions(appointment_request: AppointmentRequest, user: User, group: str) -> list[Action]:
    """Return the actions of ``group`` that are possible on ``appointment_request`` now."""
    return [
        action
        for action in ACTIONS.values()
        if action.group == group and action.is_offered(appointment_request, user)
    ]


def reasons_not_ready(appointment_request: AppointmentRequest, group: str) -> list[StrOrPromise]:
    """Return why actions of ``group`` are not possible yet; only for actions that give a reason."""
    actions = (action for action in ACTIONS.values() if action.group == group)
    return [reason for action in actions if (reason := action.why_not_ready(appointment_request))]
