"""Next call to a patient: the number, whether a voicemail may be left, and buttons for the outcome."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from appointments.desk.actions.action import Action
from appointments.desk.actions.forms.attempt import AttemptForm
from appointments.desk.actions.forms.call_back import times_to_call
from appointments.desk.actions.message_preview import message_offer_for
from appointments.desk.actions.registry import ACTIONS
from appointments.desk.presenters.dialling import Dialling, dialling_of
from appointments.desk.presenters.next_action import tries_made
from appointments.desk.presenters.reach import Reach, best_time_to_call, reach_of, wishes_for_the_visit
from appointments.models import AppointmentRequest
from appointments.models.contact_history import last_call_result
from appointments.models.event_kinds import AttemptOutcome, EventKind
from appointments.models.event_payloads import Attempt
from appointments.models.timeline import attempts_on, standing_events
from appointments.patient_data import PatientData
from appointments.statuses import AWAITING_DESK, Status
from clinic.identity.clinic_time import day_or_time
from clinic.models import ClinicSettings, User

_NO_STEP = (
    EventKind.NOTE, EventKind.CLAIMED, EventKind.RELEASED, EventKind.PRIORITY, EventKind.ESCALATED,
    EventKind.CORRECTED, EventKind.SENT_AGAIN,
)  # fmt: skip
_LAST_RESULTS: dict[str, str] = {AttemptOutcome.WRONG_NUMBER: "wrong", AttemptOutcome.THIRD_PARTY: "other"}


@dataclass(frozen=True)
class AfterTalk:
    """Steps that follow "Spoke with them": a visit, a call at one of ``times``, or the end, for a reason."""

    times: list[tuple[str, str]]
    closings: list[Action]


@dataclass(frozen=True)
class Call:
    """Facts that are needed to call or write, and the form for the outcome.

    ``last`` is the result of the last call: "wrong" if the number is not the patient's, "other" if somebody
    else answered.
    """

    number: str
    dialling: Dialling
    voicemail_ok: bool
    caller: str
    ask_for: str
    best_time: str
    visit_wishes: str
    reach: Reach
    email: str
    prefers_mail: bool
    tries: str
    last: str
    outcomes: list[tuple[str, str]]
    form: AttemptForm | None
    after_talk: AfterTalk | None

    @property
    def suggestion(self) -> str:
        """Return the words for the next attempt if nobody answers."""
        return self.form.suggestion if self.form else ""

    @property
    def number_is_wrong(self) -> bool:
        """Return whether nobody should call the number again."""
        return self.last == "wrong"


def call_of(appointment_request: AppointmentRequest, clinic: ClinicSettings, user: User) -> Call | None:
    """Return the next call on the request; None if no call is due, or the answers cannot be opened."""
    data = appointment_request.answers
    if data is None or not appointment_request.is_open or appointment_request.status == Status.QUARANTINED:
        return None
    form = None
    if appointment_request.status in AWAITING_DESK:
        message_offer = message_offer_for(ACTIONS["attempt"], appointment_request, clinic)
        form = AttemptForm(
            appointment_request=appointment_request, clock=clinic.clock, message_offer=message_offer
        )
    return Call(
        number=data.phone_to_call,
        dialling=dialling_of(data.phone_to_call),
        voicemail_ok=data.may_leave_voicemail,
        caller=user.first_name or user.get_username(),
        ask_for=data.person_to_ask_for,
        best_time=best_time_to_call(data),
        visit_wishes=wishes_for_the_visit(data),
        reach=reach_of(data),
        email=data.email_to_use,
        prefers_mail=data.in_use()["contact_by"] == "email",
        tries=tries_made(len(attempts_on(appointment_request))),
        last=_LAST_RESULTS.get(last_call_result(appointment_request), ""),
        outcomes=_outcomes(data),
        form=form,
        after_talk=_after_talk(appointment_request, clinic, user),
    )


def _after_talk(
    appointment_request: AppointmentRequest, clinic: ClinicSettings, user: User
) -> AfterTalk | None:
    """Return what follows a talk with the patient; None unless the talk is the last that happened."""
    steps = [one for one in standing_events(appointment_request) if one.kind not in _NO_STEP]
    last = steps[-1].payload if steps else None
    spoke = isinstance(last, Attempt) and last.outcome == AttemptOutcome.SPOKE
    if not spoke or appointment_request.status != Status.CONTACTING or appointment_request.next_attempt_at:
        return None
    # While the clinic is closed, several choices may be the same opening: each is offered once.
    choices = {moment: choice for choice, moment in reversed(times_to_call(clinic.clock).items())}
    times = [
        (choice, _("Call back %(when)s") % {"when": day_or_time(moment)})
        for moment, choice in sorted(choices.items())
    ]
    closings = [ACTIONS[slug] for slug in ("decline", "withdraw")]
    return AfterTalk(times, [one for one in closings if one.is_offered(appointment_request, user)])


def _outcomes(data: PatientData) -> list[tuple[str, str]]:
    """Return the outcomes to choose from, the most frequent first; voicemail only if it is allowed."""
    words = [
        (AttemptOutcome.NO_ANSWER, _("No answer")),
        (AttemptOutcome.SPOKE, _("Spoke with them")),
        (AttemptOutcome.VOICEMAIL, _("Left a voicemail")),
        (AttemptOutcome.ENGAGED, _("Line was busy")),
        (AttemptOutcome.THIRD_PARTY, _("Somebody else answered")),
        (AttemptOutcome.WRONG_NUMBER, _("Wrong number")),
    ]
    allowed = data.may_leave_voicemail
    return [(one.value, label) for one, label in words if allowed or one != AttemptOutcome.VOICEMAIL]
