"""Owner's report: every figure about one period, and the headlines."""

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.utils.translation import gettext as _

from appointments.models.channels import NoticeChannel
from appointments.reports.figures.contact import FirstContact, first_contact
from appointments.reports.figures.desk import DeskFigures, desk_figures
from appointments.reports.figures.period import Period
from appointments.reports.figures.requests import RequestFigures, request_figures
from appointments.reports.figures.scope import Scope, classified, scope_of
from clinic.database.clock import current_time
from clinic.identity.opening_hours import OpeningHours

from .desk import late, messages, reads, share_sent
from .figure import Figure, in_words
from .requests import by_article, by_week, first_contacts, outcomes


@dataclass(frozen=True)
class Report:
    """Report about one scope, with four headlines."""

    scope: Scope
    requests: RequestFigures
    contact: FirstContact
    desk: DeskFigures

    @property
    def figures(self) -> list[Figure]:
        """Figures in the order of the page."""
        weeks = self.scope.period.weeks
        return [
            by_week(self.requests, weeks),
            by_article(self.requests),
            first_contacts(self.contact, weeks),
            outcomes(self.requests),
            late(self.desk),
            messages(self.desk),
            reads(self.desk),
        ]

    @property
    def headlines(self) -> list[tuple[str, str]]:
        """Numbers at the top of the page."""
        waits = self.contact.overall
        median = in_words(waits.shown(self.contact.has_hours)[0]) if waits else "–"
        handed_over = share_sent(self.desk, list(NoticeChannel))
        return [
            (_("Requests"), in_words(self.requests.total)),
            (_("Half were reached within"), median),
            (_("Closed without an answer"), in_words(self.desk.expired)),
            (_("Messages handed over"), "–" if handed_over is None else f"{in_words(handed_over)}%"),
        ]

    @property
    def is_empty(self) -> bool:
        """True when no request came in the period."""
        return not (self.requests.total or self.requests.spam or self.requests.errors)

    @property
    def kept_days(self) -> tuple[int, int] | None:
        """Days that requests, and declined ones, are kept; None if no erased one could be missing."""
        kept = settings.REQUEST_KEPT_DAYS, settings.REFUSED_REQUEST_KEPT_DAYS
        return kept if current_time() - self.scope.period.start > timedelta(days=min(kept)) else None


def report_of(period: Period, hours: OpeningHours) -> Report:
    """Build the report from the database."""
    scope = scope_of(period)
    with classified(scope):
        requests, contact = request_figures(scope), first_contact(scope, hours)
    return Report(scope=scope, requests=requests, contact=contact, desk=desk_figures(scope))
