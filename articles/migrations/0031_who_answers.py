"""To answer for statements is a right of clinical reviewers, read with the others that an account has."""

from typing import Any

from django.db import migrations
from django.db.migrations.state import StateApps as Apps

REVIEWERS = "Clinical reviewers"


def let_answer(apps: Apps, schema_editor: Any) -> None:
    """Give clinical reviewers the permission, which Django would make only after the last migration."""
    content_type, _created = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="articles", model="statementanswer"
    )
    permission, _created = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=content_type,
        codename="answer_statement",
        defaults={"name": "Can answer for a statement by name"},
    )
    for group in apps.get_model("auth", "Group").objects.filter(name=REVIEWERS):
        group.permissions.add(permission)


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0030_rule_changes"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="statementanswer",
            options={
                "ordering": ["written_at", "pk"],
                "permissions": [("answer_statement", "Can answer for a statement by name")],
                "verbose_name": "answer to a statement",
                "verbose_name_plural": "answers to statements",
            },
        ),
        migrations.RunPython(let_answer, migrations.RunPython.noop),
    ]
