"""Articles about treatments, and the list of them."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from clinic.site_version.triggers import watch


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0008_found_and_certainty"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [
        migrations.CreateModel(
            name="TreatmentIndexPage",
            fields=[
                (
                    "page_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to=settings.WAGTAIL_PAGE_MODEL,
                    ),
                ),
                (
                    "introduction",
                    models.TextField(
                        blank=True,
                        help_text="One or two sentences above the list.",
                        max_length=400,
                        verbose_name="introduction",
                    ),
                ),
            ],
            options={
                "verbose_name": "list of treatments",
                "verbose_name_plural": "lists of treatments",
            },
            bases=("wagtailcore.page",),
        ),
        migrations.CreateModel(
            name="TreatmentPage",
            fields=[
                (
                    "conditionpage_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to="articles.conditionpage",
                    ),
                ),
            ],
            options={
                "verbose_name": "treatment article",
                "verbose_name_plural": "treatment articles",
            },
            bases=("articles.conditionpage",),
        ),
        migrations.AlterField(
            model_name="conditionpage",
            name="verdict",
            field=models.CharField(
                blank=True,
                db_default="",
                default="",
                help_text="At most ten words, no surer than the claims below, such as: One good trial found relief; a guideline advises against.",
                max_length=90,
                verbose_name="our verdict",
            ),
        ),
        watch("articles_treatmentindexpage"),
        watch("articles_treatmentpage"),
    ]
