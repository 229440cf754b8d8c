"""Editors and reviewers may mend every picture: the gate asks them for what is missing of one."""

from importlib import import_module

from django.db import migrations

BOTH = ("Editors", "Clinical reviewers")
groups = import_module("articles.migrations.0003_groups")


def grant(apps, schema_editor):
    """Let both groups change every picture."""
    permission = groups._permission(apps, "wagtailimages", "image", "change_image")
    root = apps.get_model("wagtailcore", "Collection").objects.get(depth=1)
    for group in apps.get_model("auth", "Group").objects.filter(name__in=BOTH):
        apps.get_model("wagtailcore", "GroupCollectionPermission").objects.get_or_create(
            group=group, permission=permission, collection=root
        )


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0024_statements"),
        ("wagtailimages", "0027_image_description"),
    ]

    operations = [migrations.RunPython(grant, migrations.RunPython.noop)]
