"""Names of conditions in other languages, by which the search finds their articles."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0013_drawn_regions"),
    ]

    operations = [
        migrations.AddField(
            model_name="conditionpage",
            name="other_names",
            field=models.CharField(
                blank=True,
                db_default="",
                help_text="What patients call it in Spanish or another language, separated by commas, such as: ciática, nervio ciático. The search finds the page by them, with and without accents; they are not shown.",
                max_length=250,
                verbose_name="names in other languages",
            ),
        ),
    ]
