"""Days away and closures can be for a part of one day."""

from django.db import migrations

import wagtail.fields


class Migration(migrations.Migration):
    dependencies = [
        ("clinic", "0009_second_factor_resets"),
    ]

    operations = [
        migrations.AlterField(
            model_name="clinicsettings",
            name="closures",
            field=wagtail.fields.StreamField(
                [("closure", 5)],
                blank=True,
                block_lookup={
                    0: (
                        "wagtail.blocks.DateBlock",
                        (),
                        {"help_text": "The first day on which the clinic is closed.", "label": "First day"},
                    ),
                    1: (
                        "wagtail.blocks.DateBlock",
                        (),
                        {
                            "help_text": "The last closed day; for one day, the same date.",
                            "label": "Last day",
                        },
                    ),
                    2: (
                        "wagtail.blocks.TimeBlock",
                        (),
                        {
                            "help_text": "Only for a part of one day: when it begins. Leave it empty for whole days.",
                            "label": "From",
                            "required": False,
                        },
                    ),
                    3: (
                        "wagtail.blocks.TimeBlock",
                        (),
                        {
                            "help_text": "Only for a part of one day: when it ends. Left empty, it lasts until the evening.",
                            "label": "Until",
                            "required": False,
                        },
                    ),
                    4: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {
                            "help_text": "Shown to visitors, such as: Thanksgiving.",
                            "label": "Reason",
                            "max_length": 80,
                            "required": False,
                        },
                    ),
                    5: (
                        "wagtail.blocks.StructBlock",
                        [[("first_day", 0), ("last_day", 1), ("begins", 2), ("ends", 3), ("reason", 4)]],
                        {},
                    ),
                },
                help_text="Holidays and other days off, or a part of a day. Visitors see them, and promises to patients skip them.",
                verbose_name="days closed",
            ),
        ),
        migrations.AlterField(
            model_name="practitioner",
            name="leave",
            field=wagtail.fields.StreamField(
                [("leave", 4)],
                blank=True,
                block_lookup={
                    0: ("wagtail.blocks.DateBlock", (), {"label": "First day away"}),
                    1: (
                        "wagtail.blocks.DateBlock",
                        (),
                        {"help_text": "For one day, the same date.", "label": "Last day away"},
                    ),
                    2: (
                        "wagtail.blocks.TimeBlock",
                        (),
                        {
                            "help_text": "Only for a part of one day: when it begins. Leave it empty for whole days.",
                            "label": "From",
                            "required": False,
                        },
                    ),
                    3: (
                        "wagtail.blocks.TimeBlock",
                        (),
                        {
                            "help_text": "Only for a part of one day: when it ends. Left empty, it lasts until the evening.",
                            "label": "Until",
                            "required": False,
                        },
                    ),
                    4: (
                        "wagtail.blocks.StructBlock",
                        [[("first_day", 0), ("last_day", 1), ("begins", 2), ("ends", 3)]],
                        {},
                    ),
                },
                help_text="Holidays and other days off. Only the front desk sees them.",
                verbose_name="days away",
            ),
        ),
    ]
