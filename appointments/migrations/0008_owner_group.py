"""The group "Owner": its members read reports, export lists and see who read what. It starts without members."""

from typing import Any

from django.apps.registry import Apps
from django.db import migrations

GROUP = "Owner"
# Django makes permissions only after the last migration, so they are made here with the names it would use.
PERMISSIONS = {
    ("appointmentrequest", "report_appointmentrequest"): "Can read the owner's report",
    ("appointmentrequest", "export_appointmentrequest"): "Can export lists of requests",
    ("accessrecord", "view_accessrecord"): "Can view access record",
}


def make_group(apps: Apps, schema_editor: Any) -> None:
    """Make the group, or give an existing one of that name what it needs."""
    permission = apps.get_model("auth", "Permission")
    content_types = apps.get_model("contenttypes", "ContentType").objects
    group, _created = apps.get_model("auth", "Group").objects.get_or_create(name=GROUP)
    for (model, codename), name in PERMISSIONS.items():
        content_type, _created = content_types.get_or_create(app_label="appointments", model=model)
        found, _created = permission.objects.get_or_create(
            content_type=content_type, codename=codename, defaults={"name": name}
        )
        group.permissions.add(found)
    group.permissions.add(
        permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin")
    )


class Migration(migrations.Migration):
    dependencies = [
        ("appointments", "0007_desk_day"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("wagtailadmin", "0001_create_admin_access_permissions"),
    ]

    # Backwards the group stays: people are in it.
    operations = [migrations.RunPython(make_group, migrations.RunPython.noop)]
