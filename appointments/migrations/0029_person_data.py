"""Record of copies and erasures for one person, a chain of which a trigger wants two people; the owner confirms."""

from importlib import import_module

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.datetime
from django.apps.registry import Apps
from django.conf import settings
from django.db import migrations, models

from clinic.database.chaining import chain

groups = import_module("appointments.migrations.0004_groups")

# The actor is set as for records of reads, before this one runs: triggers go by their names.
TWO_PEOPLE = """
CREATE TRIGGER actor BEFORE INSERT ON appointments_persondatarecord
    FOR EACH ROW EXECUTE FUNCTION appointments_set_actor();

CREATE FUNCTION appointments_two_people() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    asked appointments_persondatarecord%ROWTYPE;
BEGIN
    IF NEW.step = 'asked' THEN
        RETURN NEW;
    END IF;
    SELECT * INTO asked FROM appointments_persondatarecord
        WHERE case_number = NEW.case_number AND step = 'asked';
    IF asked.id IS NULL OR asked.at < clock_timestamp() - interval '7 days' THEN
        RAISE EXCEPTION 'what was asked is answered within seven days' USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.step = 'confirmed' AND asked.actor_id = NEW.actor_id THEN
        RAISE EXCEPTION 'somebody else confirms what was asked' USING ERRCODE = 'restrict_violation';
    END IF;
    NEW.kind := asked.kind;
    NEW.reason := asked.reason;
    NEW.about := asked.about;
    RETURN NEW;
END $$;

CREATE TRIGGER two_people BEFORE INSERT ON appointments_persondatarecord
    FOR EACH ROW EXECUTE FUNCTION appointments_two_people();
"""
ONE_PERSON = """
DROP TRIGGER two_people ON appointments_persondatarecord;
DROP FUNCTION appointments_two_people();
DROP TRIGGER actor ON appointments_persondatarecord;
"""
ACTIONS = [
    ("list", "Looked through the list"),
    ("search", "Searched"),
    ("spam", "Looked through possible spam"),
    ("record", "Read the request"),
    ("step", "Read the answers beside a step"),
    ("print", "Opened it for printing"),
    ("day", "Looked through a day of visits"),
    ("export", "Exported a list"),
    ("person", "Looked for the requests of one person"),
    ("copy", "Made a copy for the person"),
]
RULES = [
    ("closed", "Some time after it was closed"),
    ("refused", "Some time after it was declined, or discarded as spam"),
    ("person", "Asked for by a person, and confirmed by two of staff"),
]


def grant(apps: Apps, schema_editor: object) -> None:
    """Let the owner confirm."""
    group, _created = apps.get_model("auth", "Group").objects.get_or_create(name=groups.OWNER)
    group.permissions.add(
        groups._permission(apps, "appointments", "persondatarecord", "confirm_persondatarecord")
    )


class Migration(migrations.Migration):
    dependencies = [
        ("appointments", "0028_legal_holds"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="accessrecord", name="access_action_known"),
        migrations.RemoveConstraint(model_name="erasure", name="erasure_rule_known"),
        migrations.AlterField(
            model_name="accessrecord",
            name="action",
            field=models.CharField(choices=ACTIONS, max_length=10, verbose_name="what"),
        ),
        migrations.AlterField(
            model_name="erasure",
            name="rule",
            field=models.CharField(choices=RULES, max_length=10, verbose_name="why"),
        ),
        migrations.AddConstraint(
            model_name="accessrecord",
            constraint=models.CheckConstraint(
                condition=models.Q(("action__in", [action for action, _label in ACTIONS])),
                name="access_action_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="erasure",
            constraint=models.CheckConstraint(
                condition=models.Q(("rule__in", [rule for rule, _label in RULES])), name="erasure_rule_known"
            ),
        ),
        migrations.CreateModel(
            name="PersonDataRecord",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), verbose_name="when"
                    ),
                ),
                ("database_role", models.CharField(blank=True, db_default="", editable=False, max_length=63)),
                ("previous", models.BinaryField(null=True)),
                ("hash", models.BinaryField(null=True)),
                ("case_number", models.UUIDField(verbose_name="case")),
                (
                    "step",
                    models.CharField(
                        choices=[
                            ("asked", "Asked"),
                            ("confirmed", "Confirmed"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        max_length=10,
                        verbose_name="step",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("copy", "A copy for the person"), ("erasure", "Erasure")],
                        max_length=10,
                        verbose_name="what",
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("person", "The person asked for it"),
                            ("acts_for", "A parent, guardian or agent of the person asked for it"),
                            ("authority", "A court or an authority ordered it"),
                            ("not_ours", "It was never meant for this clinic, or came by mistake"),
                        ],
                        max_length=10,
                        verbose_name="why",
                    ),
                ),
                (
                    "about",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=8), size=None, verbose_name="requests"
                    ),
                ),
                ("actor_name", models.CharField(max_length=255, verbose_name="name")),
                ("actor_email", models.CharField(blank=True, max_length=254, verbose_name="account")),
                (
                    "actor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="who",
                    ),
                ),
            ],
            options={
                "verbose_name": "answer to a person",
                "verbose_name_plural": "answers to people",
                "ordering": ["-pk"],
                "permissions": [
                    ("confirm_persondatarecord", "Can confirm copies and erasures of one person's data")
                ],
                "default_permissions": (),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("step__in", ["asked", "confirmed", "withdrawn"])),
                        name="person_step_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["copy", "erasure"])), name="person_kind_known"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("step", "asked")),
                        fields=("case_number",),
                        name="person_asked_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("step__in", ("confirmed", "withdrawn"))),
                        fields=("case_number",),
                        name="person_answered_once",
                    ),
                ],
            },
        ),
        migrations.RunSQL(TWO_PEOPLE, ONE_PERSON),
        chain("appointments_persondatarecord"),
        migrations.RunPython(grant, migrations.RunPython.noop),
    ]
