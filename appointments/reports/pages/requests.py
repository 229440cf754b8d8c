"""Figures of the report about requests: by week, by article, time to first contact, and status."""

from collections.abc import Sequence
from datetime import timedelta

from django.utils.translation import gettext as _

from appointments.models.requests import Channel
from appointments.reports.charts.svg import DARK, Chart, Series, columns, spans
from appointments.reports.figures.contact import FirstContact
from appointments.reports.figures.period import Week
from appointments.reports.figures.requests import RequestFigures
from appointments.reports.figures.suppression import FEWEST
from appointments.statuses import STAFF_NAMES
from clinic.spreadsheets.files import Cell, Sheet

from .figure import Figure, bar_chart, short_day, week_in_words

AN_HOUR = timedelta(hours=1)
# Below zero, for which the chart leaves a gap.
NOTHING = -AN_HOUR


def by_week(figures: RequestFigures, weeks: Sequence[Week]) -> Figure:
    """Figure of requests by week and channel."""
    series = [
        Series(str(channel.label), [figures.weeks.get((week.monday, channel), 0) for week in weeks], look)
        for look, channel in enumerate(Channel, start=1)
    ]
    sums = [sum(parts) for parts in zip(*(one.values for one in series), strict=True)]
    rows: list[list[Cell]] = [
        [week_in_words(week), *(int(one.values[index]) for one in series), int(sums[index])]
        for index, week in enumerate(weeks)
    ]
    headers = [_("Week"), *(one.name for one in series), _("All")]
    most = max(range(len(weeks)), key=lambda index: sums[index])
    summary = _("A column for each week. The tallest: %(number)d requests, %(week)s.") % {
        "number": sums[most],
        "week": week_in_words(weeks[most]),
    }
    left_out = _(
        "By the way they came, weeks from Monday. Left out: %(spam)d that look like spam, "
        "%(errors)d entered in error."
    ) % {"spam": figures.spam, "errors": figures.errors}
    return Figure(
        slug="weeks",
        note=left_out,
        sheet=Sheet(_("Requests by week"), headers, rows if figures.total else []),
        chart=columns([short_day(week.first) for week in weeks], series, summary=summary)
        if figures.total
        else None,
        empty=_("No request came in this time."),
    )


def by_article(figures: RequestFigures) -> Figure:
    """Figure of requests by article."""
    rows = [(cell.name or _("Not from an article"), cell.number) for cell in figures.articles]
    if figures.other_articles:
        rows.append((_("All others together"), figures.other_articles))
    note = _(
        "Which article the patient came from. One with fewer than %(fewest)d requests is not named: it is "
        "among “all others together”, with at least one more, so that no small number can be worked out."
    ) % {"fewest": FEWEST}
    return Figure(
        slug="articles",
        note=note,
        sheet=Sheet(_("Requests by article"), [_("Article"), _("Requests")], rows),
        chart=bar_chart(rows, _("A bar for each article. The longest: %(name)s, %(number)s.")),
        empty=_("Too few requests in this time to show them by article.")
        if figures.total
        else _("No request came in this time."),
    )


def first_contacts(contact: FirstContact, weeks: Sequence[Week]) -> Figure:
    """Figure of the time to first contact."""
    rows: list[list[Cell]] = []
    spans_of_time = [(_("All weeks"), contact.overall)] if contact.overall else []
    spans_of_time += [
        (week_in_words(week), contact.weeks[week.monday]) for week in weeks if week.monday in contact.weeks
    ]
    for name, waits in spans_of_time:
        opened = [waits.open_median, waits.open_ninetieth] if contact.has_hours else []
        rows.append([name, waits.number, *opened, waits.median, waits.ninetieth])
    in_opening_time = [_("Half, opening time"), _("9 of 10, opening time")] if contact.has_hours else []
    on_the_clock = [_("Half, all hours"), _("9 of 10, all hours")]
    headers = [_("Week"), _("Requests"), *in_opening_time, *on_the_clock]
    note = _(
        "From sending the form until the desk first spoke with the patient, left a voicemail, wrote or "
        "answered: within which time half of the patients were reached, and nine of ten. Calls without an "
        "answer do not count. %(waiting)d of %(all)d requests from the website wait for their first contact. "
        "Opening time is counted by the hours that the clinic states now."
    ) % {"all": contact.from_website, "waiting": contact.waiting}
    return Figure(
        slug="first-contact",
        note=note,
        sheet=Sheet(_("Time to first contact"), headers, rows),
        chart=_waits_chart(contact, weeks),
        empty=_("Nobody who wrote in this time has been contacted yet."),
    )


def _waits_chart(contact: FirstContact, weeks: Sequence[Week]) -> Chart | None:
    if not contact.overall:
        return None
    medians, ninetieths = [], []
    for week in weeks:
        waits = contact.weeks.get(week.monday)
        median, ninetieth = waits.shown(contact.has_hours) if waits else (NOTHING, NOTHING)
        medians.append(median / AN_HOUR)
        ninetieths.append(ninetieth / AN_HOUR)
    summary = (
        _("For each week, the opening hours within which half and nine of ten were contacted.")
        if contact.has_hours
        else _("For each week, the hours within which half and nine of ten were contacted.")
    )
    half, nine = Series(_("Half"), medians), Series(_("9 of 10"), ninetieths, DARK)
    return spans([short_day(week.first) for week in weeks], half, nine, unit=_(" h"), summary=summary)


def outcomes(figures: RequestFigures) -> Figure:
    """Figure of requests by status."""
    numbers = [(label, figures.outcomes.get(name, 0)) for name, label in STAFF_NAMES.items()]
    rows = [(str(label), number) for label, number in numbers if number]
    return Figure(
        slug="outcomes",
        note=_("Where the requests that came in this time stand now."),
        sheet=Sheet(_("What became of them"), [_("Status"), _("Requests")], rows),
        chart=bar_chart(rows, _("A bar for each status. The longest: %(name)s, %(number)s.")),
        empty=_("No request came in this time."),
    )
