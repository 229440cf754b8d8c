"""Audit trail of accounts, which is only ever added to, and the counts of tries to sign in."""

from typing import Any

import django.db.models.functions.datetime
from django.apps.registry import Apps
from django.db import migrations, models

# Whoever writes an event does not choose when it was.
STAMP = """
CREATE FUNCTION clinic_stamp_event() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.at := clock_timestamp();
    RETURN NEW;
END $$;

CREATE TRIGGER stamp BEFORE INSERT ON clinic_accountevent
    FOR EACH ROW EXECUTE FUNCTION clinic_stamp_event();
"""
NO_STAMP = """
DROP TRIGGER stamp ON clinic_accountevent;
DROP FUNCTION clinic_stamp_event();
"""
# Deleting is retention's alone, as in appointments/migrations/0002_triggers.py.
REFUSE = """
CREATE FUNCTION clinic_refuse_event_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'UPDATE' AND current_setting('clinic.erasing', true) = 'on' THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION '% is only ever added to', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE ON clinic_accountevent
    FOR EACH ROW EXECUTE FUNCTION clinic_refuse_event_change();
CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON clinic_accountevent
    FOR EACH STATEMENT EXECUTE FUNCTION clinic_refuse_event_change();
"""
ALLOW = """
DROP TRIGGER refuse_truncate ON clinic_accountevent;
DROP TRIGGER refuse_change ON clinic_accountevent;
DROP FUNCTION clinic_refuse_event_change();
"""


def let_the_owner_read(apps: Apps, schema_editor: Any) -> None:
    """Let the group "Owner" read the report of these events."""
    # Django makes permissions only after the last migration, so it is made here with the name it would use.
    content_type, _created = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="clinic", model="accountevent"
    )
    permission, _created = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=content_type,
        codename="view_accountevent",
        defaults={"name": "Can view sign-in or account event"},
    )
    group, _created = apps.get_model("auth", "Group").objects.get_or_create(name="Owner")
    group.permissions.add(permission)


class Migration(migrations.Migration):
    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("clinic", "0008_licensing_board_phone_help"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [
        migrations.CreateModel(
            name="AccountEvent",
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
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("signed_in", "Signed in"),
                            ("failed", "Wrong sign-in"),
                            ("held_back", "Held back after too many wrong sign-ins"),
                            ("signed_out", "Signed out"),
                            ("idle_out", "Signed out after a time without input"),
                            ("time_over", "Signed out at the end of the longest session"),
                            ("sessions_ended", "Sessions ended"),
                            ("reset_asked", "Asked for a new password"),
                            ("password_changed", "Password changed"),
                            ("factor_added", "Second factor added"),
                            ("factor_removed", "Second factor removed"),
                            ("factor_used", "Second factor used"),
                            ("factor_failed", "Wrong second factor"),
                            ("email_changed", "E-mail address changed"),
                            ("roles_changed", "Roles changed"),
                            ("added", "Account added"),
                            ("invited", "Invited"),
                            ("deactivated", "Account switched off"),
                            ("reactivated", "Account switched on"),
                            ("deleted", "Account deleted"),
                            ("break_glass", "Emergency account made"),
                            ("break_glass_over", "Emergency account ended"),
                        ],
                        max_length=20,
                        verbose_name="what",
                    ),
                ),
                ("account_number", models.IntegerField(null=True)),
                ("account_email", models.CharField(blank=True, max_length=254, verbose_name="account")),
                ("actor_number", models.IntegerField(null=True)),
                ("actor_email", models.CharField(blank=True, max_length=254, verbose_name="who did it")),
                (
                    "typed",
                    models.CharField(blank=True, max_length=16, verbose_name="what was typed, as a mark"),
                ),
                ("network", models.CharField(blank=True, max_length=50, verbose_name="from")),
                ("device", models.CharField(blank=True, max_length=80, verbose_name="device")),
                ("details", models.JSONField(default=dict, verbose_name="details")),
            ],
            options={
                "verbose_name": "sign-in or account event",
                "verbose_name_plural": "sign-ins and accounts",
                "ordering": ["-pk"],
                "default_permissions": ("view",),
                "indexes": [
                    models.Index(fields=["account_number", "-id"], name="account_events_of_account"),
                    models.Index(fields=["kind", "-id"], name="account_events_of_kind"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "signed_in",
                                    "failed",
                                    "held_back",
                                    "signed_out",
                                    "idle_out",
                                    "time_over",
                                    "sessions_ended",
                                    "reset_asked",
                                    "password_changed",
                                    "factor_added",
                                    "factor_removed",
                                    "factor_used",
                                    "factor_failed",
                                    "email_changed",
                                    "roles_changed",
                                    "added",
                                    "invited",
                                    "deactivated",
                                    "reactivated",
                                    "deleted",
                                    "break_glass",
                                    "break_glass_over",
                                ],
                            )
                        ),
                        name="account_event_kind_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SignInTry",
            fields=[
                ("key", models.CharField(max_length=32, primary_key=True, serialize=False)),
                ("tries", models.PositiveIntegerField()),
                ("last_at", models.DateTimeField()),
            ],
            options={
                "default_permissions": (),
                "indexes": [models.Index(fields=["last_at"], name="sign_in_tries_last_at")],
            },
        ),
        migrations.RunSQL(STAMP, NO_STAMP),
        migrations.RunSQL(REFUSE, ALLOW),
        migrations.RunPython(let_the_owner_read, migrations.RunPython.noop),
    ]
