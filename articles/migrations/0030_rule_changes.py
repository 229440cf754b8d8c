"""Log of changes of rules, append-only; who allows a sentence is who confirms it."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import wagtail.fields

# What was proposed stays; a decision is made once. Of an account that goes, the name stays.
KEEP = """
CREATE FUNCTION articles_keep_rule_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION '% is never deleted', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
    END IF;
    IF OLD.outcome = 'waiting' THEN
        OLD.outcome := NEW.outcome;
        OLD.decided_by_id := NEW.decided_by_id;
        OLD.decided_by_name := NEW.decided_by_name;
        OLD.decided_at := NEW.decided_at;
    END IF;
    IF NEW.proposed_by_id IS NULL THEN
        OLD.proposed_by_id := NULL;
    END IF;
    IF NEW.decided_by_id IS NULL THEN
        OLD.decided_by_id := NULL;
    END IF;
    IF NEW IS NOT DISTINCT FROM OLD THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION '% is only ever added to', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE ON articles_rulechange
    FOR EACH ROW EXECUTE FUNCTION articles_keep_rule_change();
"""
RELEASE = """
DROP TRIGGER refuse_change ON articles_rulechange;
DROP FUNCTION articles_keep_rule_change();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0029_checks_hold"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name="allowedsentence",
            name="allowed_by",
            field=models.CharField(editable=False, max_length=120, verbose_name="allowed by"),
        ),
        migrations.AlterField(
            model_name="conditionpage",
            name="lint_exceptions",
            field=wagtail.fields.StreamField(
                [("exception", 2)],
                blank=True,
                block_lookup={
                    0: (
                        "wagtail.blocks.TextBlock",
                        (),
                        {
                            "help_text": "The whole sentence exactly as it stands in the article. Only this sentence is allowed.",
                            "label": "Sentence",
                        },
                    ),
                    1: (
                        "wagtail.blocks.TextBlock",
                        (),
                        {
                            "help_text": "Such as: it says that nobody can promise a result.",
                            "label": "Why it is allowed",
                        },
                    ),
                    2: ("wagtail.blocks.StructBlock", [[("sentence", 0), ("reason", 1)]], {}),
                },
                help_text="Rarely needed: a sentence that uses such a word and promises nothing.",
                verbose_name="sentences allowed in spite of the words we do not use",
            ),
        ),
        migrations.CreateModel(
            name="RuleChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "rule",
                    models.CharField(
                        choices=[("word", "Word we do not use"), ("sentence", "Allowed sentence")],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                ("rule_id", models.BigIntegerField(null=True)),
                ("name", models.TextField(verbose_name="rule")),
                ("before", models.JSONField(default=dict)),
                ("after", models.JSONField(default=dict)),
                ("reason", models.TextField(verbose_name="why")),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("waiting", "Waits for a second person"),
                            ("confirmed", "Confirmed"),
                            ("declined", "Declined"),
                            ("at_once", "Made stricter at once"),
                        ],
                        default="waiting",
                        max_length=10,
                        verbose_name="outcome",
                    ),
                ),
                ("proposed_by_name", models.CharField(max_length=320, verbose_name="proposed by")),
                ("proposed_at", models.DateTimeField(verbose_name="proposed at")),
                (
                    "decided_by_name",
                    models.CharField(blank=True, default="", max_length=320, verbose_name="decided by"),
                ),
                ("decided_at", models.DateTimeField(null=True, verbose_name="decided at")),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "change of a rule",
                "verbose_name_plural": "changes of rules",
                "ordering": ["-proposed_at", "-pk"],
                "default_permissions": (),
            },
        ),
        migrations.RunSQL(KEEP, RELEASE),
    ]
