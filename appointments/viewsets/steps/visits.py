"""The visit that the request leads to."""

from django.utils.translation import gettext_lazy as _

from appointments import desk_forms as forms
from appointments import services
from appointments.statuses import Status, leading_to

from .step import Step

VISITS = (
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
)
