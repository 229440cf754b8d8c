"""Lets the owner run the clinic: its details, people, accounts and redirects; reads roles, changes none."""

from typing import Any

from django.apps.registry import Apps
from django.db import migrations

ALL = ("add", "change", "delete", "view")
PERMISSIONS = [
    ("clinic", "clinicsettings", ("change",)),
    ("clinic", "practitioner", ALL),
    ("clinic", "user", ALL),
    ("wagtailredirects", "redirect", ALL),
    ("auth", "group", ("view",)),
]


def grant(apps: Apps, schema_editor: Any) -> None:
    """Give the group "Owner" what it needs besides what it has."""
    group, _created = apps.get_model("auth", "Group").objects.get_or_create(name="Owner")
    for app_label, model, actions in PERMISSIONS:
        group.permissions.add(*(_permission(apps, app_label, model, action) for action in actions))


def _permission(apps: Apps, app_label: str, model: str, action: str) -> Any:
    # Django makes permissions only after the last migration, so they are made here with the names it would use.
    content_type, _created = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label=app_label, model=model
    )
    permission, _created = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=content_type,
        codename=f"{action}_{model}",
        defaults={"name": f"Can {action} {apps.get_model(app_label, model)._meta.verbose_name}"},
    )
    return permission


class Migration(migrations.Migration):
    dependencies = [
        ("appointments", "0006_lookup_mark"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("clinic", "0004_home_page"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("wagtailredirects", "0008_add_verbose_name_plural"),
    ]

    # Backwards the owner keeps them: nobody is hurt by what the code before knew too.
    operations = [migrations.RunPython(grant, migrations.RunPython.noop)]
