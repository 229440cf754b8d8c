"""How a request ends without a visit."""

from django.utils.translation import gettext_lazy as _

from appointments.desk.actions.forms.action import NoteForm, OptionalNoteForm
from appointments.desk.actions.forms.closing import DeclineForm
from appointments.desk.actions.forms.duplicate import DuplicateForm
from appointments.messages.kinds import MessageKind
from appointments.services.contact import attempts
from appointments.services.decisions import decisions, merging
from appointments.statuses import Status, leading_to

from .action import Action

ENDINGS = (
    Action(
        slug="decline",
        label=_("Decline"),
        done=_("Request %(reference)s is declined."),
        service=decisions.decline,
        # What is spam is discarded; who is a patient is put among the new ones first.
        statuses=leading_to(Status.DECLINED) - {Status.QUARANTINED},
        group="close",
        icon="cross",
        explanation=_("Nobody is declined without being told: say how."),
        form_class=DeclineForm,
        message_kind=MessageKind.DECLINED,
        verb=_("decline"),
    ),
    Action(
        slug="withdraw",
        label=_("Patient withdrew"),
        done=_("Request %(reference)s is closed as withdrawn."),
        service=decisions.withdraw,
        statuses=leading_to(Status.WITHDRAWN),
        group="close",
        icon="undo",
        explanation=_("The patient told you that the appointment is no longer wanted."),
        form_class=OptionalNoteForm,
    ),
    Action(
        slug="unreachable",
        label=_("Could not be reached"),
        done=_("Request %(reference)s is closed: the patient could not be reached."),
        service=decisions.mark_unreachable,
        statuses=leading_to(Status.UNREACHABLE),
        group="close",
        icon="no-view",
        explanation=_("You tried often enough. The request closes; it can be reopened when they call."),
        form_class=OptionalNoteForm,
        ready=attempts.may_be_called_unreachable,
        unless=_("“Could not be reached” becomes possible after three attempts, on two days or in two ways."),
        message_kind=MessageKind.UNREACHABLE,
        verb=_("close the request"),
    ),
    Action(
        slug="duplicate",
        label=_("Duplicate"),
        done=_("Request %(reference)s is closed as a duplicate."),
        service=merging.close_as_duplicate,
        statuses=leading_to(Status.DUPLICATE),
        group="close",
        icon="copy",
        explanation=_("The same person asked twice. This request closes and points to the one that stays."),
        form_class=DuplicateForm,
    ),
    Action(
        slug="error",
        label=_("Entered in error"),
        done=_("Request %(reference)s is closed as entered in error."),
        service=decisions.close_as_error,
        statuses=leading_to(Status.ENTERED_IN_ERROR),
        after_the_visit=True,
        group="close",
        icon="warning",
        explanation=_("For tests and slips. This cannot be undone: the request cannot be reopened."),
        form_class=NoteForm,
    ),
)
