"""Short answers at the top of an article."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0006_public_tables"),
    ]

    operations = [
        migrations.AddField(
            model_name="conditionpage",
            name="emergency_if",
            field=models.CharField(
                blank=True,
                db_default="",
                default="",
                help_text="It completes “Call 911 if” and leads to the emergency care card: its most important signs, in lower case and without a period.",
                max_length=110,
                verbose_name="call 911 if",
            ),
        ),
        migrations.AddField(
            model_name="conditionpage",
            name="how_long",
            field=models.CharField(
                blank=True,
                db_default="",
                default="",
                help_text="How long it usually lasts. Where nobody can say, say so.",
                max_length=120,
                verbose_name="how long it lasts",
            ),
        ),
        migrations.AddField(
            model_name="conditionpage",
            name="verdict",
            field=models.CharField(
                blank=True,
                db_default="",
                default="",
                help_text="At most ten words, no surer than the claims below, such as: One good trial found relief; a guideline advises against.",
                max_length=90,
                verbose_name="our verdict on acupuncture",
            ),
        ),
        migrations.AddField(
            model_name="conditionpage",
            name="verdict_certainty",
            field=models.CharField(
                blank=True,
                choices=[
                    ("high", "High"),
                    ("moderate", "Moderate"),
                    ("low", "Low"),
                    ("very_low", "Very low"),
                ],
                db_default="",
                default="",
                help_text="How sure research as a whole is. Never surer than the surest claim of the article.",
                max_length=20,
                verbose_name="how sure the verdict is",
            ),
        ),
        migrations.AddField(
            model_name="conditionpage",
            name="what_helps",
            field=models.CharField(
                blank=True,
                db_default="",
                default="",
                help_text="What doctors usually suggest first. Acupuncture comes in the verdict below.",
                max_length=120,
                verbose_name="what helps first",
            ),
        ),
        migrations.AddField(
            model_name="conditionpage",
            name="what_it_is",
            field=models.CharField(
                blank=True,
                db_default="",
                default="",
                help_text="One sentence in the words of a patient, such as: Pain along the nerve down your leg.",
                max_length=120,
                verbose_name="what it is",
            ),
        ),
        migrations.AlterField(
            model_name="conditionpage",
            name="also_known_as",
            field=models.CharField(
                blank=True,
                help_text="Other names that people search for, separated by commas, in lower case as within a sentence.",
                max_length=250,
                verbose_name="also known as",
            ),
        ),
    ]
