"""Files that wait to become drafts, and what is told about each draft that was made of one."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0022_news"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        migrations.swappable_dependency(settings.WAGTAIL_PAGE_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="BroughtFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=255, verbose_name="name")),
                ("content", models.BinaryField(verbose_name="content")),
                ("is_pasted_html", models.BooleanField(db_default=False, default=False)),
                ("brought_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "brought_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "file that was brought",
                "verbose_name_plural": "files that were brought",
            },
        ),
        migrations.CreateModel(
            name="ImportedArticle",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=255, verbose_name="file")),
                ("origin", models.CharField(blank=True, db_default="", default="", max_length=64)),
                ("old_path", models.CharField(blank=True, db_default="", default="", max_length=255)),
                ("told", models.JSONField(default=dict)),
                ("brought_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("done_at", models.DateTimeField(null=True)),
                (
                    "page",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="imported_from",
                        to=settings.WAGTAIL_PAGE_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "article from elsewhere",
                "verbose_name_plural": "articles from elsewhere",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("origin", ""), _negated=True),
                        fields=("origin",),
                        name="articles_imported_once",
                    )
                ],
            },
        ),
    ]
