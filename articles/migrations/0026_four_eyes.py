"""Who wrote and approved each sentence; corrections that wait for a second person, and what was decided."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

from clinic.site_version.triggers import watch

# An account may go: then only the link to it is emptied, and the name stays.
REFUSE_CHANGE = """
CREATE FUNCTION articles_refuse_decision_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION '% is never deleted', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.decided_by_id IS NULL THEN
        OLD.decided_by_id := NULL;
    END IF;
    IF NEW IS NOT DISTINCT FROM OLD THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION '% is only ever added to', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE ON articles_correctiondecision
    FOR EACH ROW EXECUTE FUNCTION articles_refuse_decision_change();
"""
ALLOW_CHANGE = """
DROP TRIGGER refuse_change ON articles_correctiondecision;
DROP FUNCTION articles_refuse_decision_change();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0025_mend_pictures"),
        ("wagtailcore", "0098_apitoken"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        migrations.swappable_dependency(settings.WAGTAIL_PAGE_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="correction",
            name="waits",
            field=models.BooleanField(
                db_default=False, default=False, verbose_name="a second person has to confirm it"
            ),
        ),
        migrations.CreateModel(
            name="CorrectionDecision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("is_confirmed", models.BooleanField(verbose_name="readers see the correction")),
                ("reason", models.TextField(blank=True, verbose_name="why readers do not see it")),
                ("decided_by_name", models.CharField(max_length=320, verbose_name="name of who decided")),
                (
                    "at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), verbose_name="decided at"
                    ),
                ),
                (
                    "correction",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decision",
                        to="articles.correction",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "decision about a correction",
                "verbose_name_plural": "decisions about corrections",
            },
        ),
        migrations.CreateModel(
            name="ContentUnit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=64, verbose_name="key")),
                (
                    "writer_name",
                    models.CharField(
                        blank=True, default="", max_length=320, verbose_name="name of the writer"
                    ),
                ),
                ("since", models.BigIntegerField(null=True, verbose_name="first version that held it")),
                ("gone_in", models.BigIntegerField(null=True, verbose_name="version that left it out")),
                (
                    "approved_by_name",
                    models.CharField(
                        blank=True, default="", max_length=320, verbose_name="name of who approved it"
                    ),
                ),
                ("approved_at", models.DateTimeField(null=True, verbose_name="approved at")),
                ("is_live", models.BooleanField(default=False, verbose_name="readers see it")),
                ("was_live", models.BooleanField(default=False, verbose_name="readers have seen it")),
                (
                    "approved_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "page",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.WAGTAIL_PAGE_MODEL,
                    ),
                ),
                (
                    "writer",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "unit of content",
                "verbose_name_plural": "units of content",
                "constraints": [
                    models.UniqueConstraint(fields=("page", "key"), name="articles_contentunit_once")
                ],
            },
        ),
        watch("articles_correctiondecision", ["decided_by_id", "decided_by_name", "reason"]),
        migrations.RunSQL(REFUSE_CHANGE, ALLOW_CHANGE),
    ]
