"""Comparisons, proofs, cures, guarantees, rates and stories are strong when asserted, in any spelling."""

import pytest

from articles.statements.finding import statement_in
from articles.statements.strong import strong_in

# Kinds that went public in plain paragraphs: the sentences, and whether a claim may say so.
ASSERTED = {
    "Acupuncture is superior to no treatment.": True,
    "More effective than a placebo.": True,
    "Superior to surgery.": True,
    "More effective than any drug.": True,
    "Better than Botox.": True,
    "Nothing works better than acupuncture.": True,
    "98 of 100 patients felt relief.": True,
    "Acupuncture is safe and effective.": False,
    "Acupuncture is risk-free.": False,
    "It eliminates migraine in 95% of cases.": False,
    "Acupuncture stops migraine forever.": False,
    "Our needles reverse nerve damage.": False,
    "Acupuncture works every time.": False,
    "It helps a hundred percent of our patients.": True,
    "Acupuncture is proven to relieve pain.": False,
    "Acupuncture is pr0ven to relieve pain.": False,
    "Acupuncture is a guaranteed c\u200bure for headaches.": False,
    "After six visits my sciatica was gone.": False,
    "I threw away my pills after two sessions.": False,
    "Parking is not free, but acupuncture cures migraine.": False,
    "Not only does it ease pain, it is better than surgery.": True,
    "Why is acupuncture better than pills?": True,
    "La acupuntura es infalible.": False,
    "Resultados asegurados.": False,
    "Cien por ciento de alivio.": True,
    "Alivio total del dolor.": False,
    "La acupuntura logra la curación de la migraña.": False,
    "La acupuntura curará su dolor.": False,
    "La acupuntura ha curado la migraña de muchos.": False,
    "Está demostrado que la acupuntura alivia.": False,
    "La acupuntura es más eficaz que las pastillas.": True,
    "Mi dolor desapareció.": False,
}
DENIED = [
    "Acupuncture is not better than sham acupuncture.",
    "There is no proof that acupuncture cures migraine.",
    "We cannot say whether acupuncture is better than a pill.",
    "Is acupuncture better than surgery?",
    "Nobody can guarantee that it helps.",
    "Acupuncture has not been proven to help.",
    "We do not know, and nobody can say, whether it is more effective than a pill.",
    "Acupuncture does not cure anything.",
    "No hay pruebas de que la acupuntura cure la migraña.",
    "La acupuntura no es mejor que la acupuntura simulada.",
    "¿Es la acupuntura mejor que las pastillas?",
    "Acupuncture may ease pain a little.",
]


@pytest.mark.parametrize(("sentence", "may_be_claimed"), ASSERTED.items())
def test_what_is_asserted_is_a_strong_statement(sentence, may_be_claimed):
    assert statement_in(sentence)
    assert strong_in(sentence).may_be_claimed is may_be_claimed


@pytest.mark.parametrize("sentence", DENIED)
def test_what_is_denied_asked_or_hedged_is_not_strong(sentence):
    assert strong_in(sentence) is None
