"""What is measured: the pages of the front desk's day, by what somebody would call them."""

from datetime import date, timedelta

from django.urls import reverse
from django.utils import timezone

from appointments.desk.lists.tabs import TABS
from appointments.models import AppointmentRequest, Visit
from appointments.permissions import front_desk_members

INBOX = "/admin/requests/"
FIRST_PAGE = "inbox, first page"
# Pages that the budget of the inbox does not hold for: they show one request, or a whole day.
OTHER_PAGES = {"record": 22, "day of visits": 30}


def pages_of_the_desk() -> dict[str, str]:
    """Their addresses, with a person, a phone number and a reference that are there."""
    member = front_desk_members().first()
    anybody = AppointmentRequest.objects.order_by("received_at")[0]
    scheduled = AppointmentRequest.objects.exclude(visits=None).order_by("received_at")[0]
    pages = {
        FIRST_PAGE: INBOX,
        **{f"tab: {tab.slug}": tab.address for tab in TABS.values() if tab.slug != "open"},
        "one status (closed)": f"{INBOX}?status=declined",
        "one status (open)": f"{INBOX}?status=contacting",
        "one person's": f"{INBOX}?assigned_to={member.pk}",
        "one status, page 100": f"{INBOX}?status=scheduled&p=100",
        "due by tonight": f"{INBOX}?due=today",
        "name: everybody's": f"{INBOX}?q=demo",
        "name: a common one": f"{INBOX}?q=maria+garcia",
        "name: a rare one": f"{INBOX}?q=fatima+northdale",
        "name: nobody's": f"{INBOX}?q=zebra",
        "phone": f"{INBOX}?q={anybody.patient.phone_e164[1:]}",
        "last four digits": f"{INBOX}?q={anybody.patient.phone_e164[-4:]}",
        "reference": f"{INBOX}results/?q={anybody.reference}",
        "record": reverse("requests:inspect", args=[scheduled.pk]),
        "news": f"{INBOX}news/?since={(timezone.now() - timedelta(minutes=1)).isoformat()[:19]}Z",
    }
    return {**pages, "day of visits": f"{INBOX}day/?day={_day_of_a_visit()}"}


def pages_of_the_owner() -> dict[str, str]:
    """The report, of a quarter and of a year."""
    report = reverse("request_report:report")
    return {"report, 13 weeks": report, "report, 52 weeks": f"{report}?weeks=52"}


def _day_of_a_visit() -> date:
    coming = Visit.objects.active().filter(during__startswith__gt=timezone.now())
    return timezone.localdate(coming.order_by("during")[0].during.lower)
