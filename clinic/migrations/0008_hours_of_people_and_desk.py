"""When practitioners see patients, and how fast the front desk means to be."""

import django.core.validators
from django.db import migrations, models

import wagtail.fields


class Migration(migrations.Migration):
    dependencies = [
        ("clinic", "0007_form_closed_and_licenses"),
    ]

    operations = [
        migrations.AddField(
            model_name="clinicsettings",
            name="first_contact_minutes",
            field=models.PositiveSmallIntegerField(
                default=240,
                help_text="Opening time in which the desk first tries to reach the patient.",
                validators=[
                    django.core.validators.MinValueValidator(5),
                    django.core.validators.MaxValueValidator(4800),
                ],
                verbose_name="minutes until the first call",
            ),
        ),
        migrations.AddField(
            model_name="clinicsettings",
            name="first_look_minutes",
            field=models.PositiveSmallIntegerField(
                default=60,
                help_text="Opening time in which somebody at the desk takes a new request or works on it.",
                validators=[
                    django.core.validators.MinValueValidator(5),
                    django.core.validators.MaxValueValidator(4800),
                ],
                verbose_name="minutes until somebody looks",
            ),
        ),
        migrations.AddField(
            model_name="clinicsettings",
            name="undo_minutes",
            field=models.PositiveSmallIntegerField(
                default=3,
                help_text="How long a message to a patient waits, so that the desk can undo it. 0 sends it at once.",
                validators=[django.core.validators.MaxValueValidator(60)],
                verbose_name="minutes before a message goes",
            ),
        ),
        migrations.AddField(
            model_name="clinicsettings",
            name="urgent_minutes",
            field=models.PositiveSmallIntegerField(
                default=30,
                help_text="The same for a request that the desk marked as urgent.",
                validators=[
                    django.core.validators.MinValueValidator(5),
                    django.core.validators.MaxValueValidator(4800),
                ],
                verbose_name="minutes until an urgent call",
            ),
        ),
        migrations.AddField(
            model_name="practitioner",
            name="leave",
            field=wagtail.fields.StreamField(
                [("leave", 2)],
                blank=True,
                block_lookup={
                    0: ("wagtail.blocks.DateBlock", (), {"label": "First day away"}),
                    1: (
                        "wagtail.blocks.DateBlock",
                        (),
                        {"help_text": "For one day, the same date.", "label": "Last day away"},
                    ),
                    2: ("wagtail.blocks.StructBlock", [[("first_day", 0), ("last_day", 1)]], {}),
                },
                help_text="Holidays and other days off. Only the front desk sees them.",
                verbose_name="days away",
            ),
        ),
        migrations.AddField(
            model_name="practitioner",
            name="working_hours",
            field=wagtail.fields.StreamField(
                [("hours", 3)],
                blank=True,
                block_lookup={
                    0: (
                        "wagtail.blocks.ChoiceBlock",
                        [],
                        {
                            "choices": [
                                ("0", "Monday"),
                                ("1", "Tuesday"),
                                ("2", "Wednesday"),
                                ("3", "Thursday"),
                                ("4", "Friday"),
                                ("5", "Saturday"),
                                ("6", "Sunday"),
                            ],
                            "help_text": "A day that is missing from the list is a closed day.",
                            "label": "Day",
                        },
                    ),
                    1: (
                        "wagtail.blocks.TimeBlock",
                        (),
                        {"help_text": "In the clinic's own time, such as 09:00.", "label": "Opens"},
                    ),
                    2: (
                        "wagtail.blocks.TimeBlock",
                        (),
                        {"help_text": "For a lunch break, add the same day twice.", "label": "Closes"},
                    ),
                    3: ("wagtail.blocks.StructBlock", [[("day", 0), ("opens", 1), ("closes", 2)]], {}),
                },
                help_text="When this person sees patients. Leave it empty when it is whenever the clinic is open. The front desk is warned before it schedules a visit outside these hours.",
                verbose_name="working hours",
            ),
        ),
    ]
