"""Languages in which the clinic's phone is answered."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("clinic", "0032_practitioner_slug"),
    ]

    operations = [
        migrations.AddField(
            model_name="clinicsettings",
            name="phone_languages",
            field=models.CharField(
                blank=True,
                db_default="English",
                default="English",
                help_text="Languages in which somebody can answer your phone, such as English, Spanish. Visitors who speak Spanish then read so, in Spanish and with the number, at the top of every page.",
                max_length=120,
                verbose_name="languages on the phone",
            ),
        ),
    ]
