"""Sources are checked by an act, whose record names what was compared and what was not read."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import wagtail.fields


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0027_comparators"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="source",
            options={
                "ordering": ["authors", "year"],
                "permissions": [("verify_source", "Can check a source against the publication")],
                "verbose_name": "source",
                "verbose_name_plural": "sources",
            },
        ),
        migrations.AddField(
            model_name="source",
            name="not_read",
            field=models.CharField(
                blank=True,
                choices=[
                    ("nothing", "Nothing: all of it was read, with what is added to it"),
                    ("supplements", "What is added to it, such as tables in a file of their own"),
                    ("full_text", "The full text: only its abstract or a summary was read"),
                ],
                db_default="",
                default="",
                editable=False,
                max_length=20,
                verbose_name="not read",
            ),
        ),
        migrations.AddField(
            model_name="source",
            name="recheck_due",
            field=models.DateField(
                blank=True, editable=False, null=True, verbose_name="to be checked again by"
            ),
        ),
        migrations.AddField(
            model_name="source",
            name="typed_by",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="entered by",
            ),
        ),
        migrations.AlterField(
            model_name="source",
            name="verified_by",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="checked by",
            ),
        ),
        migrations.AlterField(
            model_name="source",
            name="verified_on",
            field=models.DateField(
                blank=True,
                editable=False,
                null=True,
                validators=[wagtail.fields.NoFutureDateValidator()],
                verbose_name="checked on",
            ),
        ),
        migrations.CreateModel(
            name="SourceCheck",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("source_title", models.CharField(max_length=500, verbose_name="title of the source")),
                ("done_by_name", models.CharField(max_length=320, verbose_name="name of who checked it")),
                ("at", models.DateTimeField(verbose_name="checked at")),
                ("values", models.JSONField(verbose_name="fields as they were compared")),
                (
                    "not_read",
                    models.CharField(
                        choices=[
                            ("nothing", "Nothing: all of it was read, with what is added to it"),
                            ("supplements", "What is added to it, such as tables in a file of their own"),
                            ("full_text", "The full text: only its abstract or a summary was read"),
                        ],
                        max_length=20,
                        verbose_name="not read",
                    ),
                ),
                ("recheck_due", models.DateField(verbose_name="to be checked again by")),
                ("is_own_work", models.BooleanField(verbose_name="by who entered it")),
                (
                    "done_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="checked by",
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="checks",
                        to="articles.source",
                        verbose_name="source",
                    ),
                ),
            ],
            options={
                "verbose_name": "check of a source",
                "verbose_name_plural": "checks of sources",
                "ordering": ["-at", "-pk"],
                "indexes": [models.Index(fields=["source", "-at"], name="articles_check_source")],
            },
        ),
    ]
