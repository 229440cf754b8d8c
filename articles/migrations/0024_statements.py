"""Answers to statements."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0023_imported_articles"),
        ("contenttypes", "0002_remove_content_type_name"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="StatementAnswer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("object_id", models.CharField(blank=True, max_length=64, verbose_name="page")),
                ("key", models.CharField(max_length=64, verbose_name="key of the sentence")),
                ("sentence", models.TextField(verbose_name="sentence")),
                (
                    "kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("claim", "It says what a claim of this page says"),
                            ("source", "A source of this page says so"),
                            ("no_claim", "It claims no effect"),
                        ],
                        max_length=20,
                        verbose_name="answer",
                    ),
                ),
                ("claim_id", models.CharField(blank=True, max_length=64, verbose_name="claim")),
                (
                    "reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("mechanism", "How it might work, told as uncertain"),
                            ("negation", "It says that something is not so, or not known"),
                            ("question", "A question, or what the page asks"),
                            ("safety", "Safety: a side effect, a warning, when to see a doctor"),
                            ("visit", "What a visit is like, or how the clinic works"),
                            ("other", "It speaks of something else: of no treatment, or of no effect"),
                        ],
                        max_length=20,
                        verbose_name="reason",
                    ),
                ),
                (
                    "written_by_name",
                    models.CharField(max_length=320, verbose_name="name of who answered or asked"),
                ),
                (
                    "written_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        verbose_name="answered or asked at",
                    ),
                ),
                ("is_current", models.BooleanField(db_default=True, default=True, verbose_name="current")),
                (
                    "content_type",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="contenttypes.contenttype",
                        verbose_name="kind of page or record",
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="articles.source",
                        verbose_name="source",
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="answered or asked by",
                    ),
                ),
            ],
            options={
                "verbose_name": "answer to a statement",
                "verbose_name_plural": "answers to statements",
                "ordering": ["written_at", "pk"],
                "indexes": [
                    models.Index(fields=["content_type", "object_id", "key"], name="articles_answers_of_page")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("is_current", True)),
                        fields=("content_type", "object_id", "key"),
                        name="articles_one_answer",
                    )
                ],
            },
        ),
    ]
