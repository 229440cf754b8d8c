"""Recording of mail that came back after a server had accepted it."""

from django.db import transaction

from appointments.models import Notice
from appointments.models.notices import NoticeState
from appointments.notices.bounces import Bounce
from appointments.notices.mailing import AddressRefused

# Why a message failed: it came back, for another reason than its address.
CAME_BACK = "CameBack"


def record_bounce(bounce: Bounce) -> Notice | None:
    """Mark the notice that came back; return it, or None when there is none that was sent.

    One to a patient has failed, so that somebody tells the patient in another way. One to staff, of whom
    others may have got it, stays sent and says so.
    """
    with transaction.atomic():
        sent = Notice.objects.select_for_update().filter(message_id=bounce.message_id, state=NoticeState.SENT)
        notice = sent.first()
        if notice is None:
            return None
        notice.last_error = AddressRefused.__name__ if bounce.is_about_the_address else CAME_BACK
        if notice.is_to_patient:
            notice.state = NoticeState.FAILED
        notice.save(update_fields=["state", "last_error"])
    return notice
