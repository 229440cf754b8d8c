"""Help text of the licensing board's phone."""

import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("clinic", "0007_hours_in_one_table"),
    ]

    operations = [
        migrations.AlterField(
            model_name="clinicsettings",
            name="licensing_board_phone",
            field=models.CharField(
                blank=True,
                db_default="(916) 515-5200",
                default="(916) 515-5200",
                help_text="Where patients ask about a license; shown beside the board.",
                max_length=20,
                validators=[
                    django.core.validators.RegexValidator("^[0-9+() .-]+$", "Write a number, such as 911.")
                ],
                verbose_name="phone of the licensing board",
            ),
        ),
    ]
