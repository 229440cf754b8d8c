"""Erasing of requests with all that belongs to them. The records of reads stay, with the reference alone."""

from django.contrib.contenttypes.models import ContentType
from django.db import connection

from wagtail.admin.models import EditingSession

from appointments.models import AppointmentRequest, AppointmentRequestQuerySet, Notice, RequestEvent, Visit
from clinic.database.erasing import erasing


def erase(requests: AppointmentRequestQuerySet) -> int:
    """Erase ``requests`` inside the caller's transaction; return how many there were.

    Sealed answers, search hashes and the hash of the link go with the request itself; notes, corrections
    and contact attempts with its events.
    """
    keys = requests.order_by().values_list("pk", flat=True)
    about = ContentType.objects.get_for_model(AppointmentRequest)
    EditingSession.objects.filter(content_type=about, object_id__in=[str(key) for key in keys]).delete()
    with erasing():
        AppointmentRequest.objects.filter(duplicate_of__in=requests).update(duplicate_of=None)
        # Deletes children first, so that Django need not read them.
        for model in (Notice, Visit, RequestEvent):
            model.objects.filter(appointment_request__in=requests)._raw_delete(connection.alias)
        return requests._raw_delete(connection.alias)
