"""Last step of the person who looks at a list, while it can be undone."""

from dataclasses import dataclass

from django.db.models import (
    BigIntegerField,
    Count,
    DateTimeField,
    Exists,
    F,
    OuterRef,
    QuerySet,
    Subquery,
)
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from appointments.consents import DEMONSTRATION
from appointments.desk.presenters.plan import clinic_for
from appointments.desk.presenters.timeline import entry_of
from appointments.models import Notice, RequestEvent
from appointments.models.event_kinds import ASIDE, UNDOABLE, EventKind
from appointments.models.notices import NoticeState
from appointments.models.timeline import RESTORABLE, STANDING, of_same_batch
from appointments.services.decisions.undo import undo_window
from clinic.database.clock import current_time
from clinic.models import StaffRequest
from clinic.queries.prepared import Given, PreparedModels


@dataclass(frozen=True)
class LastStep:
    """Step in words; a bulk action has a ``batch``."""

    event: RequestEvent
    words: str
    batch: str = ""


def last_step_of(request: StaffRequest) -> LastStep | None:
    """Return the last step that ``request.user`` can undo; None when it is too late, or nothing was done."""
    now, window = current_time(), undo_window(clinic_for(request))
    found = _last.all(actor=request.user.pk, since=now - window, now=now)
    if not found:
        return None
    [event] = found
    known = vars(event)
    # Of a bulk action, the others can be undone even if somebody went on with one.
    if not event.payload.batch and (known["gone_on_from"] or known["message_gone"]):
        return None
    entry = entry_of(event)
    step = {"step": ": ".join([entry.what, *filter(None, [" · ".join(entry.details)])])}
    if batch := event.payload.batch:
        number = known["number_done"]
        words = ngettext(
            "Your last step, on %(number)d request: %(step)s",
            "Your last step, on %(number)d requests: %(step)s",
            number,
        )
        return LastStep(event, words % {**step, "number": number}, batch)
    words = _("Your last step, on %(reference)s: %(step)s")
    return LastStep(event, words % {**step, "reference": known["reference"]})


@PreparedModels
def _last() -> QuerySet[RequestEvent]:
    actor, since = Given("actor", BigIntegerField()), Given("since", DateTimeField())
    mine = RequestEvent.objects.filter(actor_id=actor, at__gt=since, kind__in=UNDOABLE)
    # What was done to several at once is counted in the same query: lists have a budget of queries.
    same_batch = mine.filter(of_same_batch()).order_by().values("actor")
    last = mine.filter(RESTORABLE).annotate(
        **_obstacles(),
        number_done=Subquery(same_batch.annotate(number=Count("pk")).values("number")),
        reference=F("appointment_request__reference"),
    )
    return last.order_by("-at", "-pk")[:1]


def _obstacles() -> dict[str, Exists]:
    """Return what keeps a step from being undone."""
    later = RequestEvent.objects.filter(
        STANDING, appointment_request=OuterRef("appointment_request"), pk__gt=OuterRef("pk")
    )
    messages = Notice.objects.to_patient().filter(event=OuterRef("pk"))
    messages = messages.exclude(body="").exclude(last_error=DEMONSTRATION)
    due = Given("now", DateTimeField())
    return {
        "gone_on_from": Exists(later.exclude(kind__in=ASIDE | {EventKind.UNDONE})),
        "message_gone": Exists(messages.exclude(state=NoticeState.PENDING, attempts=0, due_at__gt=due)),
    }
