"""Says beside the hours that an empty day is a closed one; what is stored stays as it is."""

from django.db import migrations

import wagtail.fields


class Migration(migrations.Migration):
    dependencies = [
        ("clinic", "0006_public_notices"),
    ]

    operations = [
        migrations.AlterField(
            model_name="clinicsettings",
            name="opening_hours",
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
                help_text="When somebody is there. A day left empty is a closed day; the second pair is for after a lunch break. Promises to patients count these hours.",
                verbose_name="opening hours",
            ),
        ),
        migrations.AlterField(
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
                help_text="When this person sees patients: the second pair is for after a lunch break. Leave all of it empty when it is whenever the clinic is open. The front desk is warned before it schedules a visit outside these hours.",
                verbose_name="working hours",
            ),
        ),
    ]
