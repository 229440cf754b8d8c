"""Last step of the person who looks at a list, while it can be undone."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Subquery
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


@dataclass(frozen=True)
class LastStep:
    """Step in words; a bulk action has a ``batch``."""

    event: RequestEvent
    words: str
    batch: str = ""


def last_step_of(request: StaffRequest) -> LastStep | None:
    """Return the last step that ``request.user`` can undo; None when it is too late, or nothing was done."""
    now, window = current_time(), undo_window(clinic_for(request))
    mine = RequestEvent.objects.filter(actor=request.user, at__gt=now - window, kind__in=UNDOABLE)
    # What was done to several at once is counted in the same query: lists have a budget of queries.
    same_batch = mine.filter(of_same_batch()).order_by().values("actor")
    number_done = Subquery(same_batch.annotate(number=Count("pk")).values("number"))
    last = mine.filter(RESTORABLE).annotate(**_obstacles(now), number_done=number_done).order_by("-at", "-pk")
    last = last.select_related("appointment_request").defer(
        "appointment_request__patient_data", "appointment_request__lookup"
    )
    event = last.first()
    if event is None:
        return None
    # Of a bulk action, the others can be undone even if somebody went on with one.
    if not event.payload.batch and any(vars(event)[name] for name in _obstacles(now)):
        return None
    entry = entry_of(event)
    step = {"step": ": ".join([entry.what, *filter(None, [" · ".join(entry.details)])])}
    if batch := event.payload.batch:
        number = event.number_done
        words = ngettext(
            "Your last step, on %(number)d request: %(step)s",
            "Your last step, on %(number)d requests: %(step)s",
            number,
        )
        return LastStep(event, words % {**step, "number": number}, batch)
    words = _("Your last step, on %(reference)s: %(step)s")
    return LastStep(event, words % {**step, "reference": event.appointment_request.reference})


def _obstacles(now: datetime) -> dict[str, Exists]:
    """Return what keeps a step from being undone."""
    later = RequestEvent.objects.filter(
        STANDING, appointment_request=OuterRef("appointment_request"), pk__gt=OuterRef("pk")
    )
    messages = Notice.objects.to_patient().filter(event=OuterRef("pk"))
    messages = messages.exclude(body="").exclude(last_error=DEMONSTRATION)
    return {
        "gone_on_from": Exists(later.exclude(kind__in=ASIDE | {EventKind.UNDONE})),
        "message_gone": Exists(messages.exclude(state=NoticeState.PENDING, attempts=0, due_at__gt=now)),
    }
