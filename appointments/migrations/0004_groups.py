"""Makes the groups "Front desk" and "Owner", which start without members, and gives them what they may do."""

from typing import Any

from django.apps.registry import Apps
from django.db import migrations

FRONT_DESK, OWNER = "Front desk", "Owner"

# The front desk reads and works on requests. The owner reads reports, exports lists, sees who read what and
# words what the front desk sends.
PERMISSIONS = {
    FRONT_DESK: [
        ("wagtailadmin", "admin", ["access_admin"]),
        ("appointments", "appointmentrequest", ["view_appointmentrequest", "change_appointmentrequest"]),
    ],
    OWNER: [
        ("wagtailadmin", "admin", ["access_admin"]),
        ("appointments", "appointmentrequest", ["report_appointmentrequest", "export_appointmentrequest"]),
        ("appointments", "accessrecord", ["view_accessrecord"]),
        (
            "appointments",
            "messagetemplate",
            [
                "add_messagetemplate",
                "change_messagetemplate",
                "delete_messagetemplate",
                "view_messagetemplate",
                "publish_messagetemplate",
            ],
        ),
    ],
}


def make_groups(apps: Apps, schema_editor: Any) -> None:
    """Make each group, or give an existing one of that name what it needs."""
    for name, rows in PERMISSIONS.items():
        group, _created = apps.get_model("auth", "Group").objects.get_or_create(name=name)
        for app_label, model, codenames in rows:
            group.permissions.add(*(_permission(apps, app_label, model, codename) for codename in codenames))


def _permission(apps: Apps, app_label: str, model: str, codename: str) -> Any:
    # Django makes permissions only after the last migration, so they are made here with the names it would use.
    options = apps.get_model(app_label, model)._meta
    name = f"Can {codename.partition('_')[0]} {options.verbose_name}"
    content_type, _created = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label=app_label, model=model
    )
    permission, _created = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=content_type,
        codename=codename,
        defaults={"name": dict(options.permissions).get(codename, name)},
    )
    return permission


class Migration(migrations.Migration):
    dependencies = [
        ("appointments", "0003_unlogged_sender_buckets"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("wagtailadmin", "0005_editingsession_is_editing"),
        # It lets every group that there is choose pictures, which the desk does not need.
        ("wagtailimages", "0027_image_description"),
    ]

    # Backwards the groups stay: people are in them.
    operations = [migrations.RunPython(make_groups, migrations.RunPython.noop)]
