"""Action as the desk sees it: the rule that the services enforce, with words, a form and an icon."""

from collections.abc import Callable
from dataclasses import dataclass

from appointments.action_rules import ActionRule
from appointments.desk.actions.forms.action import ActionForm
from appointments.messages.kinds import MessageKind
from appointments.models import AppointmentRequest
from clinic.lazy_text import StrOrPromise
from clinic.models import User


@dataclass(frozen=True, kw_only=True)
class Action:
    """Action on a request, with a page at the address ``slug``; ``service`` carries it out.

    ``group`` is the part of the record that shows it: "next", "who", "close". ``not_ready`` is the reason why
    the action is not possible yet although the status allows it; without one, the record omits the action.

    An action with ``message_kind`` can send a message to the patient; ``message_preselected`` tells whether
    the checkbox for that is ticked.
    """

    rule: ActionRule
    label: StrOrPromise
    done: StrOrPromise
    service: Callable[..., None]
    group: str
    icon: str
    explanation: StrOrPromise = ""
    form_class: type[ActionForm] = ActionForm
    is_shown: Callable[[AppointmentRequest, User], bool] = lambda appointment_request, user: True
    not_ready: StrOrPromise = ""
    message_kind: MessageKind | None = None
    message_preselected: Callable[[AppointmentRequest], bool] = lambda appointment_request: True

    @property
    def slug(self) -> str:
        """Return the name of the action in addresses."""
        return self.rule.slug

    @property
    def url_name(self) -> str:
        """Return the name of the URL pattern of the action's page."""
        return f"requests:{self.slug}"

    @property
    def needs_a_page(self) -> bool:
        """Return whether the action has questions; otherwise a button on the record is enough."""
        return self.form_class is not ActionForm

    def is_offered(self, appointment_request: AppointmentRequest, user: User) -> bool:
        """Return whether ``user`` should see the action on ``appointment_request``."""
        return self.rule.allows(appointment_request) and self.is_shown(appointment_request, user)

    def why_not_ready(self, appointment_request: AppointmentRequest) -> StrOrPromise:
        """Return why the action has to wait although the status allows it; empty otherwise."""
        rule = self.rule
        fits = rule.fits_status(appointment_request) and not rule.fits_condition(appointment_request)
        return self.not_ready if fits else ""
