"""The texts of the first day, one for each message; the owner changes them in the admin."""

from typing import Any

from django.apps.registry import Apps
from django.db import migrations
from django.utils import timezone

CALL_US = "If you have a question, call {phone}. We are here {hours}.\n\nYour reference: {reference}"
# "Declined" has a text for each reason that the desk can give, under the reason's name.
TEXTS = [
    (
        "visit_confirmed",
        "Confirmation with time and place",
        "Your visit is confirmed",
        "Your visit to {clinic} is confirmed.\n\n"
        "When: {visit_time}\nWith: {practitioner}\nWhere: {address}\n\n"
        "If you cannot come, tell us as soon as you know. Call {phone}, or withdraw on this page, which is yours "
        "alone:\n{link}\n\n"
        "Your reference: {reference}",
    ),
    (
        "visit_moved",
        "New time",
        "Your visit has a new time",
        "Your visit to {clinic} has a new time, which is confirmed. The earlier one, {earlier_time}, is "
        "cancelled.\n\n"
        "When: {visit_time}\nWith: {practitioner}\nWhere: {address}\n\n"
        "If the new time does not suit you, call {phone}. We are here {hours}.\n\n"
        "Your reference: {reference}",
    ),
    (
        "visit_cancelled",
        "The visit is cancelled",
        "Your visit is cancelled",
        "Your visit to {clinic} on {visit_time} is cancelled. Please do not come at that time.\n\n"
        "We still have your request. We will contact you to find another time; if you would rather call us, the "
        "number is {phone}. We are here {hours}.\n\n"
        "Your reference: {reference}",
    ),
    (
        "declined",
        "We do not offer what was asked for",
        "About your request",
        "Thank you for asking {clinic} for a visit. We are sorry: we do not offer what you asked for, so we have "
        "closed your request.\n\n"
        "We can tell you more on the phone, and perhaps where to ask instead.\n\n" + CALL_US,
    ),
    (
        "declined",
        "We have no free time in the weeks asked for",
        "About your request",
        "Thank you for asking {clinic} for a visit. We are sorry: we have no free time in the weeks that you "
        "asked for, so we have closed your request.\n\n"
        "If later weeks suit you too, call us or send a new request. We would like to see you.\n\n" + CALL_US,
    ),
    (
        "declined",
        "Another kind of care is needed first",
        "About your request",
        "Thank you for asking {clinic} for a visit. We read your request with care, and would like to speak "
        "with you about what should come first. For now we have closed it.\n\n"
        "Please call us: we can say more on the phone than in an e-mail.\n\n" + CALL_US,
    ),
    (
        "declined",
        "Another reason",
        "About your request",
        "Thank you for asking {clinic} for a visit. We are sorry: we cannot offer you one now, so we have "
        "closed your request.\n\n"
        "Please call us if you would like to know why.\n\n" + CALL_US,
    ),
    (
        "tried_to_call",
        "We tried to call",
        "We tried to call you",
        "We tried to call you about your request to {clinic}, and could not reach you. Nothing is booked yet.\n\n"
        "We will try again. If you would rather call us, the number is {phone}, and we will find a time "
        "together. We are here {hours}.\n\n"
        "To give us another number to call, open this page, which is yours alone:\n{link}\n\n"
        "Your reference: {reference}",
    ),
    (
        "unreachable",
        "We could not reach you",
        "We could not reach you",
        "We tried several times to reach you about your request to {clinic}, and did not succeed. So we have "
        "closed it; nothing is booked.\n\n"
        "If you still want a visit, call {phone} and give your reference. We will start again at once. We are here "
        "{hours}.\n\n"
        "Your reference: {reference}",
    ),
    (
        "expired",
        "We did not answer in time",
        "We are sorry: we did not answer you",
        "You asked {clinic} for a visit, and we promised an answer by {due}. We did not manage it, and your "
        "request has closed. We are sorry: that should not happen.\n\n"
        "If you still want a visit, call {phone} and give your reference. We will see to it at once. We are here "
        "{hours}.\n\n"
        "Your reference: {reference}",
    ),
]


def write_texts(apps: Apps, schema_editor: Any) -> None:
    """Publish the texts; one that the clinic has already made under that name stays as it is."""
    texts, now = apps.get_model("appointments", "MessageTemplate").objects, timezone.now()
    for kind, name, subject, body in TEXTS:
        published = {"live": True, "first_published_at": now, "last_published_at": now}
        texts.get_or_create(
            kind=kind, name=name, language="en", defaults={"subject": subject, "body": body, **published}
        )


class Migration(migrations.Migration):
    dependencies = [("appointments", "0004_groups")]

    # Backwards the texts stay: the clinic may have changed them.
    operations = [migrations.RunPython(write_texts, migrations.RunPython.noop)]
