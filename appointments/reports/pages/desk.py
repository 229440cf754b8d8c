"""Figures of the report about the desk: missed targets, notices, and who looked at requests."""

from collections.abc import Sequence
from math import floor

from django.utils.translation import gettext as _

from appointments.models.channels import NoticeChannel
from appointments.models.notices import NoticeState
from appointments.reports.figures.desk import DeskFigures
from appointments.targets.response_targets import Target
from clinic.spreadsheets.files import Cell, Sheet

from .figure import Figure, bar_chart


def late(desk: DeskFigures) -> Figure:
    """Figure of missed targets."""
    targets = dict(Target.choices)
    said = _("%(target)s: %(percent)d%% of its time")
    rows = [
        (said % {"target": targets.get(target, target), "percent": percent}, number)
        for (target, percent), number in sorted(desk.escalations.items())
    ]
    if desk.expired:
        rows.append((_("Closed without an answer (find out why for each)"), desk.expired))
    return Figure(
        slug="late",
        note=_("How often a request waited past a part of its target, and how many ran out unanswered."),
        sheet=Sheet(_("Waited too long"), [_("What"), _("Times")], rows),
        chart=bar_chart(rows, _("A bar for each. The longest: %(name)s, %(number)s.")),
        empty=_("Nothing waited too long."),
    )


def messages(desk: DeskFigures) -> Figure:
    """Figure of notices by channel and state."""
    rows: list[list[Cell]] = []
    shares: list[tuple[str, float]] = []
    for channel in NoticeChannel:
        states = [desk.messages.get((channel, state), 0) for state in NoticeState]
        if any(states):
            name, share = str(channel.label), share_sent(desk, [channel])
            rows.append([name, *states, "–" if share is None else share])
            shares += [] if share is None else [(name, share)]
    headers = [_("Way"), *(str(state.label) for state in NoticeState), _("Sent, %")]
    return Figure(
        slug="messages",
        note=_(
            "Sent means that the mail server or the second channel took the message. The share is of those "
            "sent and failed."
        ),
        sheet=Sheet(_("Messages"), headers, rows),
        chart=bar_chart(
            shares, _("A bar for each way. The longest: %(name)s, %(number)s."), unit="%", largest=100.0
        ),
        empty=_("No message was due in this time."),
    )


def share_sent(desk: DeskFigures, channels: Sequence[str]) -> float | None:
    """Return the percentage sent of notices that were sent or given up, rounded down: 99.96 is not 100."""
    sent, failed = (
        sum(desk.messages.get((channel, state), 0) for channel in channels)
        for state in (NoticeState.SENT, NoticeState.FAILED)
    )
    return floor(1000 * sent / (sent + failed)) / 10 if sent + failed else None


def reads(desk: DeskFigures) -> Figure:
    """Figure of reads by person."""
    rows = [(one.name, one.opened, one.listed, one.printed, one.exported, one.total) for one in desk.readers]
    headers = [_("Who"), _("Requests opened"), _("Lists and searches"), _("Printed"), _("Exported"), _("All")]
    return Figure(
        slug="reads",
        note=_("How often each person looked at patients' data. “Reads of requests” has each look."),
        sheet=Sheet(_("Reads by person"), headers, rows),
        chart=bar_chart(
            [(one.name, one.total) for one in desk.readers],
            _("A bar for each person. The longest: %(name)s, %(number)s."),
        ),
        empty=_("Nobody looked at a request in this time."),
    )
