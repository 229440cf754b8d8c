"""Blocks for weekly hours, the clinic's closures and a person's days away."""

import datetime

from django.utils.translation import gettext_lazy as _

from wagtail.blocks import ChoiceBlock, DateBlock, StructBlock, TimeBlock

from clinic.typed.blocks import PlainTextBlock

WEEKDAYS = [
    (0, _("Monday")),
    (1, _("Tuesday")),
    (2, _("Wednesday")),
    (3, _("Thursday")),
    (4, _("Friday")),
    (5, _("Saturday")),
    (6, _("Sunday")),
]


class WeekdayBlock(ChoiceBlock):
    """Day of the week; its value is text, as every choice's in a stream."""

    choices = [(str(number), name) for number, name in WEEKDAYS]

    class Meta:
        icon = "calendar-alt"
        description = _("A day of the week")
        preview_value = "0"


class HoursBlock(StructBlock):
    """Opening on one day of the week; a day with a lunch break has two."""

    day = WeekdayBlock(label=_("Day"), help_text=_("A day that is missing from the list is a closed day."))
    opens = TimeBlock(label=_("Opens"), help_text=_("In the clinic's own time, such as 09:00."))
    closes = TimeBlock(label=_("Closes"), help_text=_("For a lunch break, add the same day twice."))

    class Meta:
        icon = "time"
        label = _("Opening")
        label_format = "{day} {opens} - {closes}"
        description = _("A day of the week on which the clinic is open, from when to when")
        preview_value = {"day": "0", "opens": datetime.time(9), "closes": datetime.time(17)}


def _begins_block() -> TimeBlock:
    return TimeBlock(
        label=_("From"),
        required=False,
        help_text=_("Only for a part of one day: when it begins. Leave it empty for whole days."),
    )


def _ends_block() -> TimeBlock:
    return TimeBlock(
        label=_("Until"),
        required=False,
        help_text=_("Only for a part of one day: when it ends. Left empty, it lasts until the evening."),
    )


class ClosureBlock(StructBlock):
    """Days, or a part of one day, on which the clinic stays closed although the week says otherwise."""

    first_day = DateBlock(label=_("First day"), help_text=_("The first day on which the clinic is closed."))
    last_day = DateBlock(label=_("Last day"), help_text=_("The last closed day; for one day, the same date."))
    begins = _begins_block()
    ends = _ends_block()
    reason = PlainTextBlock(
        label=_("Reason"),
        required=False,
        max_length=80,
        help_text=_("Shown to visitors, such as: Thanksgiving."),
    )

    class Meta:
        icon = "no-view"
        label = _("Closure")
        label_format = "{first_day} - {last_day} {begins} {reason}"
        description = _("Holidays and other days or hours in which the clinic is closed")
        preview_value = {
            "first_day": datetime.date(2026, 12, 24),
            "last_day": datetime.date(2026, 12, 25),
            "reason": "Christmas",
        }


class LeaveBlock(StructBlock):
    """Days, or a part of one day, on which one person is away."""

    first_day = DateBlock(label=_("First day away"))
    last_day = DateBlock(label=_("Last day away"), help_text=_("For one day, the same date."))
    begins = _begins_block()
    ends = _ends_block()

    class Meta:
        icon = "no-view"
        label = _("Days away")
        label_format = "{first_day} - {last_day} {begins}"
        description = _("Days or hours in which this person sees no patients")
        preview_value = {"first_day": datetime.date(2026, 12, 24), "last_day": datetime.date(2026, 12, 25)}
