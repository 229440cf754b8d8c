"""The pages of the front desk's day, and the owner's reports, by what somebody would call them."""

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


def pages_of_the_desk(member: User) -> dict[str, str]:
    """Their addresses for ``member``, with a person, a phone number and a reference that are there."""
    anybody = AppointmentRequest.objects.order_by("received_at")[0]
    with reading_as(Reader.TEST):
        phone = anybody.patient.phone_e164
    scheduled = AppointmentRequest.objects.exclude(visits=None).order_by("received_at")[0]
    return {
        "list": INBOX,
        **{f"tab {tab.slug}": tab.address for tab in TABS.values() if tab.slug != "open"},
        "status closed": f"{INBOX}?status=declined",
        "status open": f"{INBOX}?status=contacting",
        "one person's": f"{INBOX}?assigned_to={member.pk}",
        "page 100": f"{INBOX}?status=scheduled&p=100",
        "due by tonight": f"{INBOX}?due=today",
        "name everybody's": _search("demo", member),
        "name common": _search("maria garcia", member),
        "name rare": _search("fatima northdale", member),
        "name nobody's": _search("zebra", member),
        "phone": _search(phone[1:], member),
        "last four digits": _search(phone[-4:], member),
        "reference": _search(anybody.reference, member),
        "record": reverse("requests:inspect", args=[scheduled.pk]),
        "news": f"{INBOX}news/?since={(timezone.now() - timedelta(minutes=1)).isoformat()[:19]}Z",
        "day": f"{INBOX}day/?day={_day_of_a_visit()}",
    }


def pages_of_the_owner() -> dict[str, str]:
    """The report of a quarter and of a year, and who read what."""
    report = reverse("request_report:report")
    return {
        "report": report,
        "report of a year": f"{report}?weeks=52",
        "reads": reverse("access_records:report"),
    }


def _search(words: str, member: User) -> str:
    return f"{INBOX}?{urlencode({SEARCH: sealed_search(words, member)})}"


def _day_of_a_visit() -> date:
    coming = Visit.objects.active().filter(during__startswith__gt=timezone.now())
    return timezone.localdate(coming.order_by("during")[0].during.lower)
