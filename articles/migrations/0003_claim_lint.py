"""Words that articles do not use, the exceptions of each article, and the first list of words.

The list is the clinic's editorial policy: promises that no study supports. Clinical reviewers go on with it.
"""

from django.db import migrations, models
from django.db.models import F
from django.db.models.functions import Lower

import wagtail.fields

REVIEWERS = "Clinical reviewers"
REVIEWERS_MAY = ["add_lintterm", "change_lintterm", "view_lintterm"]
EDITORS, EDITORS_MAY = "Editors", ["view_lintterm"]

STUDIES = "Say what studies found, compared with what, and how sure they are."
PROOF = (
    "Research does not prove it. Say how sure it is: some studies found, research suggests, we do not know."
)
PROMISE = "Nobody can promise a result. Say what may happen, and for whom it did not."
HARM = "Every treatment can have side effects. Name the common ones and the rare serious ones."
OTHER_CARE = "Do not set acupuncture against other care. Say: ask your doctor before you change a treatment."
BEST = "Do not compare people. Say what training and which license somebody has."
APPROVED = "Say what exactly was decided, by whom and for which device, or leave it out."
DISEASE = "Do not state it as a fact. Say: studies looked at acupuncture for it, and what they found."

ESTUDIOS = "Diga qué encontraron los estudios, con qué compararon y qué tan seguros son."
PRUEBA = "La investigación no lo demuestra. Diga qué tan segura es: algunos estudios encontraron, no se sabe."
PROMESA = "Nadie puede prometer un resultado. Diga qué puede pasar y a quién no le ayudó."
EFECTOS = "Todo tratamiento puede tener efectos secundarios. Nombre los comunes y los raros pero graves."
MEJOR = "No compare personas. Diga qué formación y qué licencia tiene cada quien."

TERMS = {
    "en": {
        STUDIES: ["cure", "cures", "cured", "curing", "heal your", "heals your"],
        PROMISE: ["guarante*", "miracle*", "miraculous*", "100 %", "100 percent", "permanent relief"],
        PROOF: ["proven", "clinically proven"],
        HARM: ["no side effects", "without side effects"],
        APPROVED: ["FDA approved", "approved by the FDA"],
        BEST: ["best acupuncturist*"],
        OTHER_CARE: ["safe alternative to surgery", "safe alternative to medic*"],
        DISEASE: [
            "acupuncture treats",
            "acupuncture relieves",
            "treats sciatica",
            "treats neuropath*",
            "treats nerve pain",
            "treats pain",
            "treats trigeminal",
            "treats carpal",
            "treats diabet*",
        ],
    },
    "es": {
        ESTUDIOS: ["cura", "curan", "curar", "sana", "sanan", "sanar"],
        PROMESA: ["garantiz*", "milagro*", "definitivo", "definitiva"],
        PRUEBA: ["probado", "probada", "comprobad*"],
        EFECTOS: ["sin efectos secundarios"],
        MEJOR: ["el mejor", "la mejor acupunturista"],
    },
}


def fill(apps, schema_editor):
    """Writes the first list, and lets reviewers extend it."""
    LintTerm = apps.get_model("articles", "LintTerm")
    LintTerm.objects.bulk_create(
        LintTerm(language=language, pattern=pattern, advice=advice)
        for language, advices in TERMS.items()
        for advice, patterns in advices.items()
        for pattern in patterns
    )
    for group, codenames in ((REVIEWERS, REVIEWERS_MAY), (EDITORS, EDITORS_MAY)):
        for codename in codenames:
            _allow(apps, group, codename)


def _allow(apps, group_name, codename):
    # Django makes permissions only after all migrations have run.
    content_type, _created = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="articles", model="lintterm"
    )
    permission, _created = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=content_type,
        codename=codename,
        defaults={"name": f"Can {codename.replace('_', ' ', 1)}"},
    )
    group, _created = apps.get_model("auth", "Group").objects.get_or_create(name=group_name)
    group.permissions.add(permission)


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0002_groups"),
    ]

    operations = [
        migrations.AddField(
            model_name="conditionpage",
            name="lint_exceptions",
            field=wagtail.fields.StreamField(
                [("exception", 3)],
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
                    2: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {
                            "help_text": "First and last name of who decided it.",
                            "label": "Allowed by",
                            "max_length": 120,
                        },
                    ),
                    3: (
                        "wagtail.blocks.StructBlock",
                        [[("sentence", 0), ("reason", 1), ("allowed_by", 2)]],
                        {},
                    ),
                },
                help_text="Rarely needed: a sentence that uses such a word and promises nothing.",
                verbose_name="sentences allowed in spite of the words we do not use",
            ),
        ),
        migrations.CreateModel(
            name="LintTerm",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        choices=[("en", "English"), ("es", "Spanish")],
                        default="en",
                        help_text="The language of the word. Articles are checked for the words of every language.",
                        max_length=5,
                        verbose_name="language",
                    ),
                ),
                (
                    "pattern",
                    models.CharField(
                        help_text="Upper and lower case are the same. A star at a word's end stands for any ending: guarante* finds guarantee and guaranteed.",
                        max_length=100,
                        verbose_name="word or phrase",
                    ),
                ),
                (
                    "advice",
                    models.CharField(
                        help_text="Shown to the writer, such as: Say what studies found, and how sure they are.",
                        max_length=300,
                        verbose_name="what to write instead",
                    ),
                ),
                (
                    "is_active",
                    models.BooleanField(
                        default=True,
                        help_text="Untick it to allow the word everywhere again.",
                        verbose_name="in use",
                    ),
                ),
            ],
            options={
                "verbose_name": "word we do not use",
                "verbose_name_plural": "words we do not use",
                "ordering": ["language", "pattern"],
                "constraints": [
                    models.UniqueConstraint(
                        F("language"),
                        Lower("pattern"),
                        name="articles_lintterm_once",
                        violation_error_message="This word is already in the list.",
                    )
                ],
            },
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
