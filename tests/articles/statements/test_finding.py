"""Sentences that say what a treatment does are found, and few others."""

import csv
from collections import Counter
from io import StringIO
from pathlib import Path

from django.core.management import CommandError, call_command

import pytest

from articles.management.commands.weigh_words import points_from_sentences
from articles.statements.finding import statement_in
from articles.statements.language import LANGUAGES
from articles.statements.meanings import listed
from articles.statements.points import Points, labelled_sentences, points_file

# Labelled by hand; "either" may go both ways. None is among those that the points are made from. For each
# file the least share of statements that is found, and the most of the others that is taken for one: those of
# the second are hard, by people who had not seen the finder, and nobody who changed it has read them.
LABELLED = {"labelled.tsv": (0.98, 0.1), "apart.tsv": (0.96, 0.17)}


def labelled(name, language):
    with (Path(__file__).parent / name).open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [row for row in rows if row["language"] == language]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", LABELLED)
def test_statements_are_found_and_few_other_sentences_taken_for_one(name, language):
    taken, told = Counter(), {"claim": [], "none": []}
    for row in labelled(name, language):
        is_found = statement_in(row["sentence"], language) is not None
        taken[row["label"], is_found] += 1
        if is_found != (row["label"] == "claim") and row["label"] in told:
            told[row["label"]].append(row["sentence"])
    found = taken["claim", True] / (taken["claim", True] + taken["claim", False])
    mistaken = taken["none", True] / (taken["none", True] + taken["none", False])
    least_found, most_mistaken = LABELLED[name]
    assert found >= least_found, told["claim"]
    assert mistaken <= most_mistaken, told["none"]


def test_an_address_is_read_as_its_words():
    assert statement_in("/acupuncture-cures-insomnia/", "en")
    assert statement_in("dolor-de-espalda-adios-con-agujas", "es")
    assert statement_in("how-to-find-us", "en") is None


def test_the_name_of_a_clinic_is_no_statement():
    assert [
        name for name in ("Harbor Acupuncture", "Lotus Clinic", "Acupuncture Halls") if statement_in(name)
    ] == []


def test_what_nobody_labelled_has_no_points():
    known = Points([("eases pain", 1.25), ("parking", -3.4)])
    assert known.of(["eases pain", "parking", "window"]) == {"eases pain": 1.25, "parking": -3.4}


def test_a_statement_names_the_words_that_make_it_one():
    assert statement_in("Acupuncture eases the tingling in your feet.").words == ("acupuncture eases",)
    assert "lowers" in statement_in("Regular needling lowers the number of headache days.").words


@pytest.mark.parametrize(
    "sentence",
    [
        "Аcupuncture cures migraine.",  # a Cyrillic letter
        "Needles c\u200bu\u00adre migraine.",
        "It r e l i e v e s pain.",
        "Rel1eves pain.",
        "Re\u2010lieves pain, acu\u2010puncture.",
        "Alíviá el dolor.",
    ],
)
def test_a_statement_is_found_however_it_is_spelled(sentence):
    assert statement_in(sentence)


def test_what_another_agent_does_is_no_statement_unless_a_treatment_is_named():
    assert statement_in("Ask your doctor whether gabapentin is right for you.") is None
    assert statement_in("Acupuncture can relieve burning better than gabapentin.")
    assert statement_in("Relieve burning without gabapentin.")
    assert statement_in("Smoking slows the healing of tendons.") is None
    assert statement_in("Exercise and needles strengthen the muscles and relieve stiffness.")
    assert statement_in("El ejercicio fortalece la espalda y alivia la rigidez.") is None
    assert statement_in("Junto con el ejercicio, alivia la rigidez.")
    assert statement_in("Nicotine cravings fade and calm returns.")
    # Named by a point.
    assert statement_in("The gut cleared a day sooner after surgery with a needle at ST36.")


def test_what_is_in_no_list_acts_when_it_is_the_subject_and_nothing_of_ours_is_named():
    assert statement_in("Xylomerol eases back pain.") is None
    assert statement_in("Xylomerol and needles ease back pain.")
    assert statement_in("Xylomerol eases your back pain.")
    assert statement_in("El xilomerol alivia el dolor de espalda.") is None
    assert statement_in("El xilomerol evita los vómitos.") is None
    assert statement_in("Alivia el dolor de espalda.")


def test_an_illness_that_runs_its_course_and_its_name_are_no_statements():
    assert statement_in("Most sprains heal by themselves.") is None
    assert statement_in("Your sprain heals as if by itself with our needles.")
    assert statement_in("Chronic low back pain") is None
    assert statement_in("Less low back pain")
    assert statement_in("Siete de cada diez se recuperan sin tratamiento.") is None
    assert statement_in("Tinnitus is a noise without a source outside.", "en") is None


def test_a_promise_is_found_beside_words_about_anything_else():
    assert statement_in("Parking is free behind the building, and acupuncture cures migraine.")
    assert statement_in("We are open on Saturdays until one; less pain, fewer pills.")


@pytest.mark.parametrize("language", LANGUAGES)
def test_points_are_those_of_the_labelled_sentences(language):
    assert points_from_sentences(language) == points_file(language).read_text(encoding="utf-8"), (
        "run manage.py weigh_words"
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_word_has_one_meaning(language):
    words = [word for _meaning, word in listed(language)]
    assert not [word for word, count in Counter(words).items() if count > 1]


def test_a_sentence_is_labelled_once():
    sentences = [sentence for code in LANGUAGES for _weight, _is, sentence in labelled_sentences(code)]
    assert not [one for one, count in Counter(sentences).items() if count > 1]


def test_each_sentence_tells_its_language():
    assert statement_in("La acupuntura alivia el dolor de espalda.")
    assert statement_in("Traiga una lista de sus medicinas.") is None


def printed(path, *arguments):
    out = StringIO()
    call_command("find_statements", str(path), *arguments, stdout=out)
    return [line.split("\t") for line in out.getvalue().splitlines()]


def test_the_command_prints_line_sentence_and_words(tmp_path):
    text = tmp_path / "article.txt"
    text.write_text("We are open on Saturdays.\r\n\r\nThe needles are thin. Acupuncture eases pain.\n")
    [[number, sentence, words]] = printed(text)
    assert (number, sentence) == ("3", "Acupuncture eases pain.")
    assert words == "acupuncture eases"
    [[number, sentence, words]] = printed(text, "--lines", "--language", "en")
    assert (number, sentence) == ("3", "The needles are thin. Acupuncture eases pain.")


def test_a_file_that_cannot_be_read_is_told_in_one_line(tmp_path):
    (tmp_path / "picture").write_bytes(b"\xff\xfe\x00\xd8")
    with pytest.raises(CommandError, match="no text in UTF-8"):
        call_command("find_statements", str(tmp_path / "picture"))
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("find_statements", str(tmp_path / "none"))


def test_a_sentence_of_two_thousand_words_is_judged_in_parts(tmp_path):
    text = tmp_path / "long.txt"
    text.write_text(" ".join(["floor"] * 2000) + " acupuncture cures pain")
    [[number, _sentence, words]] = printed(text)
    assert number == "1"
    assert "cures" in words
