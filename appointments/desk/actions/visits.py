"""The visit that the request leads to."""

from django.utils.translation import gettext_lazy as _

from appointments.desk.actions.forms.visit import CancelVisitForm, MoveVisitForm, ScheduleForm
from appointments.messages.kinds import MessageKind
from appointments.services.visits import scheduling
from appointments.statuses import Status, leading_to

from .action import Action

VISITS = (
    Action(
        slug="schedule",
        label=_("Schedule a visit"),
        done=_("The visit for %(reference)s is scheduled."),
        service=scheduling.schedule,
        statuses=leading_to(Status.SCHEDULED),
        group="next",
        icon="calendar",
        explanation=_("Only after the patient agreed to the time. All times are the clinic's."),
        form_class=ScheduleForm,
        message_kind=MessageKind.VISIT_CONFIRMED,
        verb=_("schedule the visit"),
    ),
    Action(
        slug="move-visit",
        label=_("Move the visit"),
        done=_("The visit for %(reference)s has another time."),
        service=scheduling.move_visit,
        statuses=frozenset({Status.SCHEDULED}),
        group="next",
        icon="calendar-alt",
        explanation=_("The old time becomes free as soon as the new one is kept, and not before."),
        form_class=MoveVisitForm,
        message_kind=MessageKind.VISIT_MOVED,
        verb=_("move the visit"),
    ),
    Action(
        slug="cancel-visit",
        label=_("Cancel the visit"),
        done=_("The visit for %(reference)s is cancelled. The request is among those to call."),
        service=scheduling.cancel_visit,
        statuses=frozenset({Status.SCHEDULED}),
        group="next",
        icon="cross",
        explanation=_("The time becomes free, and the request goes back among those to call."),
        form_class=CancelVisitForm,
        message_kind=MessageKind.VISIT_CANCELLED,
        verb=_("cancel the visit"),
    ),
)
