"""Actions that close a request: a part of the registry."""

from django.utils.translation import gettext_lazy as _

from appointments import action_rules
from appointments.desk.actions.forms.action import NoteForm, OptionalNoteForm
from appointments.desk.actions.forms.closing import DeclineForm
from appointments.desk.actions.forms.duplicate import DuplicateForm
from appointments.messages.kinds import MessageKind
from appointments.services.decisions import decisions, merging

from .action import Action

CLOSING_ACTIONS = (
    Action(
        rule=action_rules.DECLINE,
        label=_("Decline"),
        done=_("Request %(reference)s is declined."),
        service=decisions.decline,
        group="close",
        icon="cross",
        explanation=_("Nobody is declined without being told: say how."),
        form_class=DeclineForm,
        message_kind=MessageKind.DECLINED,
    ),
    Action(
        rule=action_rules.WITHDRAW,
        label=_("Patient withdrew"),
        done=_("Request %(reference)s is closed as withdrawn."),
        service=decisions.withdraw,
        group="close",
        icon="undo",
        explanation=_("The patient told you that the appointment is no longer wanted."),
        form_class=OptionalNoteForm,
    ),
    Action(
        rule=action_rules.UNREACHABLE,
        label=_("Could not be reached"),
        done=_("Request %(reference)s is closed: the patient could not be reached."),
        service=decisions.mark_unreachable,
        group="close",
        icon="no-view",
        explanation=_(
            "You tried often enough, or no way is left. The request closes; it can be reopened when they "
            "call."
        ),
        form_class=OptionalNoteForm,
        not_ready=_(
            "“Could not be reached” becomes possible after three attempts, on two days or in two ways, or at "
            "once when the number is wrong and nobody may write by e-mail."
        ),
        message_kind=MessageKind.UNREACHABLE,
    ),
    Action(
        rule=action_rules.DUPLICATE,
        label=_("Duplicate"),
        done=_("Request %(reference)s is closed as a duplicate."),
        service=merging.close_as_duplicate,
        group="close",
        icon="copy",
        explanation=_("The same person asked twice. This request closes and points to the one that stays."),
        form_class=DuplicateForm,
    ),
    Action(
        rule=action_rules.ERROR,
        label=_("Entered in error"),
        done=_("Request %(reference)s is closed as entered in error."),
        service=decisions.close_as_error,
        group="close",
        icon="warning",
        explanation=_(
            "For tests and slips. After a few minutes it is final: the request cannot be reopened."
        ),
        form_class=NoteForm,
    ),
)
