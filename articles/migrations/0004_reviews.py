"""Full reviews, corrections and the workflow in which nobody approves their own work.

Wagtail's step keeps its key and becomes ours in place, so that whatever waits for approval goes on waiting.
"""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

REVIEWERS, WAGTAILS_NAME, OURS = "Clinical reviewers", "Clinical reviewers approval", "Clinical review"

# An article, an account or a practitioner may go: then only the link to it is emptied, and the names stay.
KEEP_LOGS = """
CREATE FUNCTION articles_refuse_log_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION '% is never deleted', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.page_id IS NULL THEN
        OLD.page_id := NULL;
    END IF;
    IF NEW.done_by_id IS NULL THEN
        OLD.done_by_id := NULL;
    END IF;
    IF TG_TABLE_NAME = 'articles_reviewrecord' THEN
        IF NEW.practitioner_id IS NULL THEN
            OLD.practitioner_id := NULL;
        END IF;
    END IF;
    IF NEW IS NOT DISTINCT FROM OLD THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION '% is only ever added to', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE ON articles_reviewrecord
    FOR EACH ROW EXECUTE FUNCTION articles_refuse_log_change();
CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE ON articles_correction
    FOR EACH ROW EXECUTE FUNCTION articles_refuse_log_change();
"""

NO_TRIGGERS = """
DROP TRIGGER refuse_change ON articles_correction;
DROP TRIGGER refuse_change ON articles_reviewrecord;
DROP FUNCTION articles_refuse_log_change();
"""


def to_clinical_review(apps, schema_editor):
    """Wagtail's approval by the reviewers' group becomes a clinical review."""
    _turn(apps, "wagtailcore", "GroupApprovalTask", "articles", "ClinicalReviewTask", WAGTAILS_NAME, OURS)


def to_wagtails_approval(apps, schema_editor):
    """The other way round."""
    _turn(apps, "articles", "ClinicalReviewTask", "wagtailcore", "GroupApprovalTask", OURS, WAGTAILS_NAME)


def _turn(apps, old_app, old_model, new_app, new_model, old_name, new_name):
    New = apps.get_model(new_app, new_model)
    content_type, _created = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label=new_app, model=new_model.lower()
    )
    for old in apps.get_model(old_app, old_model).objects.filter(groups__name=REVIEWERS).distinct():
        groups = list(old.groups.all())
        task = old.task_ptr
        old.groups.clear()
        old.delete(keep_parents=True)
        task.content_type = content_type
        if task.name == old_name:
            task.name = new_name
        task.save()
        new = New(task_ptr_id=task.pk)
        # Only our own row: the step exists already.
        new.save_base(raw=True)
        new.groups.set(groups)
    apps.get_model("wagtailcore", "Workflow").objects.filter(name=old_name).update(name=new_name)


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0003_claim_lint"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("clinic", "0003_home_page"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [
        migrations.CreateModel(
            name="ClinicalReviewTask",
            fields=[
                (
                    "task_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to="wagtailcore.task",
                    ),
                ),
                (
                    "groups",
                    models.ManyToManyField(
                        help_text="Pages/snippets at this step in a workflow will be moderated or approved by these groups of users",
                        to="auth.group",
                        verbose_name="groups",
                    ),
                ),
            ],
            options={
                "verbose_name": "clinical review",
                "verbose_name_plural": "clinical reviews",
            },
            bases=("wagtailcore.task",),
        ),
        migrations.CreateModel(
            name="ReviewDigest",
            fields=[
                ("id", models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("claimed_at", models.DateTimeField(null=True, verbose_name="taken on at")),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("id", 1)), name="articles_one_review_digest")
                ],
            },
        ),
        migrations.CreateModel(
            name="Correction",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("page_title", models.CharField(max_length=255, verbose_name="title of the article")),
                ("done_by_name", models.CharField(max_length=320, verbose_name="name of who wrote it")),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="written at")),
                ("corrected_on", models.DateField(verbose_name="corrected on")),
                ("was_wrong", models.TextField(verbose_name="what was wrong")),
                ("is_right", models.TextField(verbose_name="what is right")),
                ("corrected_by", models.CharField(max_length=170, verbose_name="corrected by")),
                (
                    "done_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="written by",
                    ),
                ),
                (
                    "page",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="articles.conditionpage",
                        verbose_name="article",
                    ),
                ),
            ],
            options={
                "verbose_name": "correction",
                "verbose_name_plural": "corrections",
                "ordering": ["-corrected_on", "-pk"],
                "indexes": [models.Index(fields=["page", "-corrected_on"], name="articles_correction_page")],
            },
        ),
        migrations.CreateModel(
            name="ReviewRecord",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("page_title", models.CharField(max_length=255, verbose_name="title of the article")),
                ("done_by_name", models.CharField(max_length=320, verbose_name="name of who wrote it")),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="written at")),
                ("practitioner_name", models.CharField(max_length=170, verbose_name="name of the reviewer")),
                ("reviewed_on", models.DateField(verbose_name="reviewed on")),
                ("next_due", models.DateField(verbose_name="next review due")),
                ("note", models.TextField(verbose_name="what was checked")),
                (
                    "done_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="written by",
                    ),
                ),
                (
                    "page",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="articles.conditionpage",
                        verbose_name="article",
                    ),
                ),
                (
                    "practitioner",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="clinic.practitioner",
                        verbose_name="reviewer",
                    ),
                ),
            ],
            options={
                "verbose_name": "full review",
                "verbose_name_plural": "full reviews",
                "ordering": ["-reviewed_on", "-pk"],
                "indexes": [models.Index(fields=["page", "-reviewed_on"], name="articles_review_page")],
            },
        ),
        migrations.RunSQL(KEEP_LOGS, NO_TRIGGERS),
        # On the way back, Postgres drops no table while keys to it wait to be checked.
        migrations.RunSQL(migrations.RunSQL.noop, "SET CONSTRAINTS ALL IMMEDIATE"),
        migrations.RunPython(to_clinical_review, to_wagtails_approval),
    ]
