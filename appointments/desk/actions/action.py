"""An action as the desk sees it: the rule that the services enforce, with words, a form and an icon."""

from collections.abc import Callable
from dataclasses import dataclass

from appointments.action_rules import ActionRule
from appointments.desk.actions.forms.action import ActionForm
from appointments.messages.kinds import MessageKind
from appointments.models import AppointmentRequest
from clinic.models import User


@dataclass(frozen=True, kw_only=True)
class Action:
    """One thing to do, with a page at the address ``slug``. ``service`` does it.

    ``group`` is where the record shows it: "next", "who", "close". ``not_ready`` says in words why the action
    is not possible yet although the status allows it; without it, the record does not mention the action.

    With ``message_kind`` the patient may be told of it by mail; ``message_preselected`` says whether the box
    for that is ticked.
    """

    rule: ActionRule
    label: str
    done: str
    service: Callable[..., None]
    group: str
    icon: str
    explanation: str = ""
    form_class: type[ActionForm] = ActionForm
    is_shown: Callable[[AppointmentRequest, User], bool] = lambda appointment_request, user: True
    not_ready: str = ""
    message_kind: MessageKind | None = None
    message_preselected: Callable[[AppointmentRequest], bool] = lambda appointment_request: True

    @property
    def slug(self) -> str:
        """The name of the action in addresses."""
        return self.rule.slug

    @property
    def url_name(self) -> str:
        """The name of the URL pattern of the action's page."""
        return f"requests:{self.slug}"

    @property
    def needs_a_page(self) -> bool:
        """Whether there is something to fill in; else a button on the record is enough."""
        return self.form_class is not ActionForm

    def is_offered(self, appointment_request: AppointmentRequest, user: User) -> bool:
        """Whether ``user`` should see the action on ``appointment_request``."""
        return self.rule.allows(appointment_request) and self.is_shown(appointment_request, user)

    def why_not_ready(self, appointment_request: AppointmentRequest) -> str:
        """The reason why the action has to wait although the status allows it; else empty."""
        rule = self.rule
        fits = rule.fits_status(appointment_request) and not rule.fits_condition(appointment_request)
        return self.not_ready if fits else ""
