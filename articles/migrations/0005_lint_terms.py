"""Fills the list of words that articles do not use: promises that no study supports, and prices that are not exact.

The list is the clinic's editorial policy. Clinical reviewers go on with it in the admin.
"""

from django.db import migrations

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
# The law of California forbids advertised prices such as "as low as".
PRICE = "Write the exact price and what it includes. The law asks for it."
# Readers get counts, not ratios.
COUNTS = "Use counts that everybody understands, such as: 12 of 100 people, compared with 8 of 100."
MEDICARE = "Say what Medicare pays for, for which condition and under which limits, and: call your plan."

ESTUDIOS = "Diga qué encontraron los estudios, con qué compararon y qué tan seguros son."
PRUEBA = "La investigación no lo demuestra. Diga qué tan segura es: algunos estudios encontraron, no se sabe."
PROMESA = "Nadie puede prometer un resultado. Diga qué puede pasar y a quién no le ayudó."
EFECTOS = "Todo tratamiento puede tener efectos secundarios. Nombre los comunes y los raros pero graves."
PRECIO = "Escriba el precio exacto y lo que incluye. La ley lo pide."
MEJOR = "No compare personas. Diga qué formación y qué licencia tiene cada quien."

TERMS = {
    "en": {
        STUDIES: ["cure", "cures", "cured", "curing", "heal your", "heals your"],
        PROMISE: ["guarante*", "miracle*", "miraculous*", "100 %", "100 percent", "permanent relief"],
        PROOF: ["proven", "clinically proven"],
        HARM: ["no side effects", "without side effects", "completely safe"],
        APPROVED: ["FDA approved", "approved by the FDA"],
        BEST: ["best acupuncturist*"],
        OTHER_CARE: ["safe alternative to surgery", "safe alternative to medic*"],
        PRICE: ["as low as", "from $", "starting at", "and up", "lowest price*"],
        COUNTS: ["odds ratio*", "standardized mean difference*", "relative risk*"],
        MEDICARE: ["Medicare covers", "covered by Medicare"],
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
        EFECTOS: ["sin efectos secundarios", "completamente segura", "completamente seguro"],
        PRECIO: ["desde $", "a partir de $"],
        MEJOR: ["el mejor", "la mejor acupunturista"],
    },
}


def fill(apps, schema_editor):
    """Add the words; one that is in the list already stays as the clinic has it."""
    LintTerm = apps.get_model("articles", "LintTerm")
    LintTerm.objects.bulk_create(
        (
            LintTerm(language=language, pattern=pattern, advice=advice)
            for language, advices in TERMS.items()
            for advice, patterns in advices.items()
            for pattern in patterns
        ),
        ignore_conflicts=True,
    )


class Migration(migrations.Migration):
    dependencies = [("articles", "0004_clinical_review")]

    # Backwards the words stay: the clinic may have changed them.
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
