"""What is measured: the pages of the front desk's day, by what somebody would call them."""

from datetime import date, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from appointments.desk.lists.searches import SEARCH, sealed_search
from appointments.desk.lists.tabs import TABS
from appointments.models import AppointmentRequest, Visit
from appointments.reading import reading_as
from clinic.models import User
from tests.reading import Reader

INBOX = "/admin/requests/"
FIRST_PAGE = "inbox, first page"
# Pages that the budget of the inbox does not hold for: they show one request, or a whole day.
OTHER_PAGES = {"record": 22, "day of visits": 30}


def pages_of_the_desk(member: User) -> dict[str, str]:
    """Their addresses for ``member``, with a person, a phone number and a reference that are there."""
    anybody = AppointmentRequest.objects.order_by("received_at")[0]
    with reading_as(Reader.TEST):
        phone = anybody.patient.phone_e164
    scheduled = AppointmentRequest.objects.exclude(visits=None).order_by("received_at")[0]
    pages = {
        FIRST_PAGE: INBOX,
        **{f"tab: {tab.slug}": tab.address for tab in TABS.values() if tab.slug != "open"},
        "one status (closed)": f"{INBOX}?status=declined",
        "one status (open)": f"{INBOX}?status=contacting",
        "one person's": f"{INBOX}?assigned_to={member.pk}",
        "one status, page 100": f"{INBOX}?status=scheduled&p=100",
        "due by tonight": f"{INBOX}?due=today",
        "name: everybody's": _search("demo", member),
        "name: a common one": _search("maria garcia", member),
        "name: a rare one": _search("fatima northdale", member),
        "name: nobody's": _search("zebra", member),
        "phone": _search(phone[1:], member),
        "last four digits": _search(phone[-4:], member),
        "reference": _search(anybody.reference, member),
        "record": reverse("requests:inspect", args=[scheduled.pk]),
        "news": f"{INBOX}news/?since={(timezone.now() - timedelta(minutes=1)).isoformat()[:19]}Z",
    }
    return {**pages, "day of visits": f"{INBOX}day/?day={_day_of_a_visit()}"}


def _search(words: str, member: User) -> str:
    return f"{INBOX}?{urlencode({SEARCH: sealed_search(words, member)})}"


def pages_of_the_owner() -> dict[str, str]:
    """The report, of a quarter and of a year."""
    report = reverse("request_report:report")
    return {"report, 13 weeks": report, "report, 52 weeks": f"{report}?weeks=52"}


def _day_of_a_visit() -> date:
    coming = Visit.objects.active().filter(during__startswith__gt=timezone.now())
    return timezone.localdate(coming.order_by("during")[0].during.lower)
