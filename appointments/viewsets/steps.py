"""The steps that the front desk can take on a request: one table for buttons, pages and addresses."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from appointments import desk_forms as forms
from appointments import services
from appointments.models import AppointmentRequest
from appointments.statuses import AWAITING_DESK, CLOSED, OPEN, Status, leading_to
from clinic.models import User

Condition = Callable[[AppointmentRequest, User], bool]


@dataclass(frozen=True, kw_only=True)
class Step:
    """One thing to do. ``slug`` is its address, ``service`` does it, ``explanation`` introduces its page.

    ``group`` is where the record shows it: "next", "who", "close". ``unless`` says in words why the step is
    not ready although the status allows it, as ``ready`` finds out.
    """

    slug: str
    label: str
    done: str
    service: Callable[..., None]
    statuses: frozenset[Status]
    group: str
    icon: str
    explanation: str = ""
    form_class: type[forms.StepForm] = forms.StepForm
    is_shown: Condition = lambda request, user: True
    ready: Callable[[AppointmentRequest], bool] = lambda request: True
    unless: str = ""

    @property
    def url_name(self) -> str:
        """The name of the step's address."""
        return f"requests:{self.slug}"

    @property
    def needs_a_page(self) -> bool:
        """Whether there is something to fill in; else a button on the record is enough."""
        return self.form_class is not forms.StepForm

    def is_possible(self, request: AppointmentRequest) -> bool:
        """Whether ``request``'s status allows the step."""
        return request.status in self.statuses

    def is_offered(self, request: AppointmentRequest, user: User) -> bool:
        """Whether ``user`` should see the step on ``request``."""
        return self.is_possible(request) and self.is_shown(request, user)


STEPS = {
    step.slug: step
    for step in (
        Step(
            slug="restore",
            label=_("Not spam: put it among the new ones"),
            done=_("Request %(reference)s is now among the new ones."),
            service=services.restore,
            statuses=frozenset({Status.QUARANTINED}),
            group="next",
            icon="check",
            explanation=_("The request looked like spam. It becomes a new request like any other."),
        ),
        Step(
            slug="discard",
            label=_("Discard as spam"),
            done=_("Request %(reference)s is discarded as spam. It can be reopened."),
            service=services.discard,
            statuses=frozenset({Status.QUARANTINED}),
            group="close",
            icon="bin",
            explanation=_("The request closes. Nobody is told, and it can be reopened."),
        ),
        Step(
            slug="attempt",
            label=_("Log a contact attempt"),
            done=_("The contact attempt for %(reference)s is kept."),
            service=services.log_attempt,
            statuses=AWAITING_DESK,
            group="next",
            icon="mail",
            form_class=forms.AttemptForm,
        ),
        Step(
            slug="schedule",
            label=_("Schedule a visit"),
            done=_("The visit for %(reference)s is scheduled."),
            service=services.schedule,
            statuses=leading_to(Status.SCHEDULED),
            group="next",
            icon="calendar",
            explanation=_("Only after the patient agreed to the time. All times are the clinic's."),
            form_class=forms.ScheduleForm,
        ),
        Step(
            slug="cancel-visit",
            label=_("Cancel the visit"),
            done=_("The visit for %(reference)s is cancelled. The request is among those to call."),
            service=services.cancel_visit,
            statuses=frozenset({Status.SCHEDULED}),
            group="next",
            icon="cross",
            explanation=_("The time becomes free, and the request goes back among those to call."),
            form_class=forms.CancelVisitForm,
        ),
        Step(
            slug="reopen",
            label=_("Reopen the request"),
            done=_("Request %(reference)s is open again."),
            service=services.reopen,
            statuses=leading_to(Status.NEW, among=CLOSED),
            group="next",
            icon="undo",
            explanation=_("The request becomes new again. Write why."),
            form_class=forms.NoteForm,
        ),
        Step(
            slug="claim",
            label=_("Take the request"),
            done=_("You took request %(reference)s."),
            service=services.claim,
            statuses=OPEN,
            group="who",
            icon="user",
            is_shown=lambda request, user: request.assigned_to_id != user.pk,
        ),
        Step(
            slug="release",
            label=_("Give it back to the desk"),
            done=_("Request %(reference)s is free for anybody to take."),
            service=services.release,
            statuses=OPEN,
            group="who",
            icon="group",
            is_shown=lambda request, user: request.assigned_to_id is not None,
        ),
        Step(
            slug="note",
            label=_("Add a note"),
            done=_("Your note for %(reference)s is kept."),
            service=services.add_note,
            statuses=frozenset(Status),
            group="who",
            icon="edit",
            form_class=forms.NoteForm,
        ),
        Step(
            slug="decline",
            label=_("Decline"),
            done=_("Request %(reference)s is declined."),
            service=services.decline,
            # What is spam is discarded; who is a patient is put among the new ones first.
            statuses=leading_to(Status.DECLINED) - {Status.QUARANTINED},
            group="close",
            icon="cross",
            explanation=_("Tell the patient first: this site sends no message about it."),
            form_class=forms.DeclineForm,
        ),
        Step(
            slug="withdraw",
            label=_("Patient withdrew"),
            done=_("Request %(reference)s is closed as withdrawn."),
            service=services.withdraw,
            statuses=leading_to(Status.WITHDRAWN),
            group="close",
            icon="undo",
            explanation=_("The patient told you that the appointment is no longer wanted."),
            form_class=forms.OptionalNoteForm,
        ),
        Step(
            slug="unreachable",
            label=_("Could not be reached"),
            done=_("Request %(reference)s is closed: the patient could not be reached."),
            service=services.mark_unreachable,
            statuses=leading_to(Status.UNREACHABLE),
            group="close",
            icon="no-view",
            explanation=_("You tried often enough. The request closes; it can be reopened when they call."),
            form_class=forms.OptionalNoteForm,
            ready=services.may_be_called_unreachable,
            unless=_(
                "“Could not be reached” becomes possible after three attempts, on two days or in two ways."
            ),
        ),
        Step(
            slug="duplicate",
            label=_("Duplicate"),
            done=_("Request %(reference)s is closed as a duplicate."),
            service=services.close_as_duplicate,
            statuses=leading_to(Status.DUPLICATE),
            group="close",
            icon="copy",
            explanation=_(
                "The same person asked twice. This request closes and points to the one that stays."
            ),
            form_class=forms.DuplicateForm,
        ),
        Step(
            slug="error",
            label=_("Entered in error"),
            done=_("Request %(reference)s is closed as entered in error."),
            service=services.close_as_error,
            statuses=leading_to(Status.ENTERED_IN_ERROR),
            group="close",
            icon="warning",
            explanation=_("For tests and slips. This cannot be undone: the request cannot be reopened."),
            form_class=forms.NoteForm,
        ),
    )
}


def steps_offered(request: AppointmentRequest, user: User, group: str) -> list[Step]:
    """The steps of ``group`` that make sense on ``request`` now."""
    return [step for step in STEPS.values() if step.group == group and step.is_offered(request, user)]
