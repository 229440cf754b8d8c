"""Sentences that other pages may keep in spite of the list, and more words for the list.

Prices are exact: the law of California forbids advertised prices such as "as low as". Readers get counts, not ratios.
"""

import django.db.models.deletion
from django.db import migrations, models

REVIEWERS = "Clinical reviewers"
REVIEWERS_MAY = ["add_allowedsentence", "change_allowedsentence", "delete_allowedsentence"]
BOTH_MAY = "view_allowedsentence"
EDITORS = "Editors"

PRICE = "Write the exact price and what it includes. The law asks for it."
HARM = "Every treatment can have side effects. Name the common ones and the rare serious ones."
COUNTS = "Use counts that everybody understands, such as: 12 of 100 people, compared with 8 of 100."
MEDICARE = "Say what Medicare pays for, for which condition and under which limits, and: call your plan."

PRECIO = "Escriba el precio exacto y lo que incluye. La ley lo pide."
EFECTOS = "Todo tratamiento puede tener efectos secundarios. Nombre los comunes y los raros pero graves."

TERMS = {
    "en": {
        PRICE: ["as low as", "from $", "starting at", "and up", "lowest price*"],
        HARM: ["completely safe"],
        COUNTS: ["odds ratio*", "standardized mean difference*", "relative risk*"],
        MEDICARE: ["Medicare covers", "covered by Medicare"],
    },
    "es": {
        PRECIO: ["desde $", "a partir de $"],
        EFECTOS: ["completamente segura", "completamente seguro"],
    },
}


def fill(apps, schema_editor):
    """Adds the words that are not in the list yet, and lets reviewers keep exceptions."""
    LintTerm = apps.get_model("articles", "LintTerm")
    for language, advices in TERMS.items():
        for advice, patterns in advices.items():
            for pattern in patterns:
                if not LintTerm.objects.filter(language=language, pattern__iexact=pattern).exists():
                    LintTerm.objects.create(language=language, pattern=pattern, advice=advice)
    for group, codenames in ((REVIEWERS, [*REVIEWERS_MAY, BOTH_MAY]), (EDITORS, [BOTH_MAY])):
        for codename in codenames:
            _allow(apps, group, codename)


def _allow(apps, group_name, codename):
    # Django makes permissions only after all migrations have run.
    content_type, _created = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="articles", model="allowedsentence"
    )
    permission, _created = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=content_type,
        codename=codename,
        defaults={"name": f"Can {codename.split('_')[0]} allowed sentence"},
    )
    group, _created = apps.get_model("auth", "Group").objects.get_or_create(name=group_name)
    group.permissions.add(permission)


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0005_more_blocks"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [
        migrations.CreateModel(
            name="AllowedSentence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "sentence",
                    models.TextField(
                        help_text="The whole sentence exactly as it stands on the page. Only this sentence is allowed.",
                        verbose_name="sentence",
                    ),
                ),
                (
                    "reason",
                    models.TextField(
                        help_text="Such as: it says that nobody can promise a result.",
                        verbose_name="why it is allowed",
                    ),
                ),
                (
                    "allowed_by",
                    models.CharField(
                        help_text="First and last name of who decided it.",
                        max_length=120,
                        verbose_name="allowed by",
                    ),
                ),
                (
                    "page",
                    models.ForeignKey(
                        help_text="The page on which the sentence stands. Articles keep their own: open the article.",
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="wagtailcore.page",
                        verbose_name="page",
                    ),
                ),
            ],
            options={
                "verbose_name": "allowed sentence",
                "verbose_name_plural": "allowed sentences",
                "ordering": ["page", "pk"],
            },
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
