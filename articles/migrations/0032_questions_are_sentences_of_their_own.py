"""A question has another key than its words as an assertion: answers and writers follow their sentences.

Keys are computed by the code that will look for them. A unit whose key is new was written before keys changed:
it names nobody, as what code brings in, so that nothing that waited for nobody begins to wait.
"""

from typing import Any

from django.apps import apps as real_apps
from django.db import migrations
from django.db.migrations.state import StateApps as Apps

from articles.statements.keys import key_of
from articles.units.content import keys_of


def key_answers(apps: Apps, schema_editor: Any) -> None:
    """Add the answers to questions under their new keys; the release before goes on with the old ones."""
    answer = apps.get_model("articles", "StatementAnswer")
    for row in answer.objects.filter(sentence__contains="?", is_current=True).iterator():
        key = key_of(row.sentence)
        same = {"content_type_id": row.content_type_id, "object_id": row.object_id, "key": key}
        if key != row.key and not answer.objects.filter(**same, is_current=True).exists():
            row.pk, row.key = None, key
            row.save(force_insert=True)


def key_units(apps: Apps, schema_editor: Any) -> None:
    """Add the units whose keys are new, as far as the page has units at all."""
    unit, revision = apps.get_model("articles", "ContentUnit"), apps.get_model("wagtailcore", "Revision")
    for page_id in unit.objects.order_by().values_list("page_id", flat=True).distinct():
        page = apps.get_model("wagtailcore", "Page").objects.get(pk=page_id)
        model = _model_of(page.content_type)
        versions = {page.latest_revision_id, page.live_revision_id} - {None}
        known = set(unit.objects.filter(page_id=page_id).values_list("key", flat=True))
        for version in revision.objects.filter(pk__in=versions) if model else ():
            is_newest, is_live = version.pk == page.latest_revision_id, version.pk == page.live_revision_id
            keys = keys_of(model, version.content) - known
            known |= keys
            unit.objects.bulk_create(
                unit(
                    page_id=page_id,
                    key=key,
                    is_live=page.live and is_live,
                    was_live=page.live and is_live,
                    gone_in=None if is_newest else page.latest_revision_id,
                )
                for key in sorted(keys)
            )


def _model_of(content_type: Any) -> Any:
    try:
        return real_apps.get_model(content_type.app_label, content_type.model)
    except LookupError:
        return None


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0031_who_answers"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [
        migrations.RunPython(key_answers, migrations.RunPython.noop),
        migrations.RunPython(key_units, migrations.RunPython.noop),
    ]
