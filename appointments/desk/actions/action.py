"""What a step is: its address, its words, who may see it and what does it."""

from collections.abc import Callable
from dataclasses import dataclass

from appointments.desk.actions.forms.action import ActionForm
from appointments.messages.kinds import MessageKind
from appointments.models import AppointmentRequest
from appointments.statuses import Status
from clinic.models import User

Condition = Callable[[AppointmentRequest, User], bool]


@dataclass(frozen=True, kw_only=True)
class Action:
    """One thing to do. ``slug`` is its address, ``service`` does it, ``explanation`` introduces its page.

    ``group`` is where the record shows it: "next", "who", "close". ``unless`` says in words why the step is
    not ready although the status allows it, as ``ready`` finds out.

    With ``message_kind`` the patient may be told of it by mail; ``verb`` names the step on the buttons of the
    page that shows the message, and ``writes_unasked`` says whether the box for it is ticked.
    """

    slug: str
    label: str
    done: str
    service: Callable[..., None]
    statuses: frozenset[Status]
    group: str
    icon: str
    explanation: str = ""
    form_class: type[ActionForm] = ActionForm
    is_shown: Condition = lambda appointment_request, user: True
    ready: Callable[[AppointmentRequest], bool] = lambda appointment_request: True
    unless: str = ""
    after_the_visit: bool = False
    message_kind: MessageKind | None = None
    verb: str = ""
    writes_unasked: Callable[[AppointmentRequest], bool] = lambda appointment_request: True

    @property
    def url_name(self) -> str:
        """The name of the step's address."""
        return f"requests:{self.slug}"

    @property
    def needs_a_page(self) -> bool:
        """Whether there is something to fill in; else a button on the record is enough."""
        return self.form_class is not ActionForm

    def is_possible(self, appointment_request: AppointmentRequest) -> bool:
        """Whether ``appointment_request``'s status allows the step; little does once its visit is over."""
        over = appointment_request.visit_is_over and not self.after_the_visit
        return appointment_request.status in self.statuses and not over

    def is_offered(self, appointment_request: AppointmentRequest, user: User) -> bool:
        """Whether ``user`` should see the step on ``appointment_request``."""
        return self.is_possible(appointment_request) and self.is_shown(appointment_request, user)
