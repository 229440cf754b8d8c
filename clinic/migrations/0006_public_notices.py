"""Numbers for emergencies and the licensing board, which stood in templates."""

import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("clinic", "0005_clinic_phone"),
    ]

    operations = [
        migrations.AddField(
            model_name="clinicsettings",
            name="crisis_phone",
            field=models.CharField(
                blank=True,
                db_default="988",
                default="988",
                help_text="Shown beside it. Leave it empty where there is none that takes calls and texts.",
                max_length=20,
                validators=[
                    django.core.validators.RegexValidator("^[0-9+() .-]+$", "Write a number, such as 911.")
                ],
                verbose_name="number in a mental-health crisis",
            ),
        ),
        migrations.AddField(
            model_name="clinicsettings",
            name="emergency_phone",
            field=models.CharField(
                db_default="911",
                default="911",
                help_text="Shown on the form, in every mail to patients, and in what the desk reads out.",
                max_length=20,
                validators=[
                    django.core.validators.RegexValidator("^[0-9+() .-]+$", "Write a number, such as 911.")
                ],
                verbose_name="number for emergencies",
            ),
        ),
        migrations.AddField(
            model_name="clinicsettings",
            name="licensing_board",
            field=models.CharField(
                blank=True,
                db_default="California Acupuncture Board",
                default="California Acupuncture Board",
                help_text="Who licenses and regulates acupuncturists here; at the foot of every page.",
                max_length=120,
                verbose_name="licensing board",
            ),
        ),
        migrations.AddField(
            model_name="clinicsettings",
            name="licensing_board_phone",
            field=models.CharField(
                blank=True,
                db_default="(916) 515-5200",
                default="(916) 515-5200",
                max_length=20,
                validators=[
                    django.core.validators.RegexValidator("^[0-9+() .-]+$", "Write a number, such as 911.")
                ],
                verbose_name="phone of the licensing board",
            ),
        ),
    ]
