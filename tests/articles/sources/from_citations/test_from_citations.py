"""Sources from citations: four formats, hostile ones too; nothing is guessed, and nothing is added twice."""

from html import unescape
from io import StringIO
from pathlib import Path

from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command

import pytest

from articles.models import Source
from articles.sources.from_citations.authors import authors_in_short
from articles.sources.from_citations.csl import as_csl
from articles.sources.from_citations.reading import Unreadable, decoded, entries_in
from tests.cast import make_ed, make_freya, signed_in
from tests.factories import make_source

SCREEN = "/admin/sources/from-citations/"
NBIB = """
PMID- 39401008
LID - 10.1001/jamainternmed.2024.5463 [doi]
TI  - Acupuncture vs Sham Acupuncture for Chronic Sciatica From Herniated Disk: A
      Randomized Clinical Trial.
PG  - 1417-1424
AB  - IMPORTANCE: A claim that nobody takes over.
FAU - Tu, Jian-Feng
AU  - Tu JF
AU  - Shi GX
CN  - Sciatica Trial Group
PT  - Journal Article
PT  - Randomized Controlled Trial
DP  - 2024 Dec 1
JT  - JAMA internal medicine
VI  - 184
IP  - 12
"""
RIS = """TY  - JOUR
AU  - Tu, Jian-Feng
AU  - Shi, Guang-Xia
TI  - Acupuncture &amp; <i>sham</i>
JO  - JAMA
VL  - 184
IS  - 12
SP  - 1417
EP  - 1424
PY  - 2024/12/01
DO  - https://doi.org/10.1001/x.y
ER  -
"""
BIBTEX = r"""@article{a,
  title = {{\"O}stlund \& 50% of {DNA}: $\beta$},
  author = {Tu, Jian-Feng and {World Health Organization} and others},
  year = 2020, journal = {J. Pain}, volume = 3, pages = {1--9}, doi = {10.1234/x}
}
"""
CSL = """[{"title": "A trial", "author": [{"family": "Tu", "given": "Jian-Feng"}, {"literal": "WHO"}],
"issued": {"date-parts": [[2024, 12]]}, "container-title": "JAMA", "DOI": "10.1234/Q", "PMID": 12}]"""


def only(text: str) -> Source:
    [entry] = entries_in(text)
    assert entry.is_new, entry.problem
    return entry.source


def test_each_format_says_what_it_holds_and_nothing_more():
    for text, expected in [
        (NBIB, ("Tu JF, Shi GX, Sciatica Trial Group", 2024, "10.1001/jamainternmed.2024.5463", "39401008",
                "JAMA internal medicine 184(12):1417-1424", "randomized_trial")),
        (RIS, ("Tu JF, Shi GX", 2024, "10.1001/x.y", "", "JAMA 184(12):1417-1424", "")),
        (BIBTEX, ("Tu JF, World Health Organization, et al.", 2020, "10.1234/x", "", "J. Pain 3:1-9", "")),
        (CSL, ("Tu JF, WHO", 2024, "10.1234/Q", "12", "JAMA", "")),
    ]:  # fmt: skip
        source = only(text)
        found = (source.authors, source.year, source.doi, source.pmid, source.journal, source.design)
        assert found == expected
        assert (source.finding, source.certainty, source.certainty_basis) == ("", "", "")
        assert not source.is_verified
    assert only(NBIB).title.endswith("Herniated Disk: A Randomized Clinical Trial")
    assert only(RIS).title == "Acupuncture & sham"
    assert only(BIBTEX).title == "Östlund & 50% of DNA: β"
    assert only(NBIB.replace("PT  - Journal Article", "PT  - Retracted Publication")).is_retracted


def test_names_in_every_form_become_last_names_and_initials():
    for name, short in {
        "Tu, Jian-Feng": "Tu JF", "Tu, J.-F.": "Tu JF", "Jian-Feng Tu": "Tu JF", "Tu JF": "Tu JF",
        "Tu J.F.": "Tu JF", "J. F. Tu": "Tu JF", "JF Tu": "Tu JF", "van der Berg, Anna M.": "van der Berg AM",
        "Anna M. van der Berg": "van der Berg AM", "Smith, Jr., John": "Smith J",
        "O'Neil, Mary-Jane": "O'Neil MJ", "Müller, Çelik": "Müller Ç",
        "World Health Organization": "World Health Organization",
        "屠建峰": "屠建峰",
        "NICE,": "NICE", "others": "et al.",
    }.items():  # fmt: skip
        assert authors_in_short([name]) == short, name
    many = authors_in_short([f"Longlastname{number}, Ada" for number in range(90)])
    assert len(many) <= 500
    assert many.endswith(" A, et al.")


def test_a_broken_entry_is_named_by_its_number_and_the_others_are_read():
    ris = f"{RIS}TY  - JOUR\nTI  - Breaks off\n{RIS}TY  - JOUR\nTI  - No year\nER  -\n"
    assert [(entry.number, entry.problem) for entry in entries_in(ris)] == [
        (1, ""), (2, "It breaks off before its end."), (3, ""), (4, "It has no title or no year."),
    ]  # fmt: skip
    bibtex = f"{BIBTEX}@article{{b, title={{x}}, title={{y}}}}\n@article{{c, title={{x\n{BIBTEX}"
    assert [entry.is_new for entry in entries_in(bibtex)] == [True, False, False, True]
    csl = '[5, {"title": []}, {"title": "A", "issued": {"raw": "May 2001"}, "URL": "javascript:alert(1)"}]'
    first, second, third = entries_in(csl)
    assert (first.is_new, second.is_new, third.is_new) == (False, False, True)
    assert (third.source.year, third.source.url) == (2001, "")


def test_what_would_do_harm_is_refused_or_becomes_plain_text():
    for text, words in [
        ("", "none of the four formats"),
        ("hello", "none of the four formats"),
        ("[" * 100_000, "not whole"),
        ('[{"title": "x", "issued": ' + "9" * 5_000 + "}]", "not whole"),
        ("{}[]", "not whole"),
        ("[]", "no citation"),
        ("@a{" * 100_000, "more than 2,000"),
        ("TY  - \n" * 100_000, "more than 2,000"),
        ("x" * (5 * 1024 * 1024 + 1), "more than 5 MB"),
    ]:
        with pytest.raises(Unreadable, match=words):
            entries_in(text)
    deep = "@article{a, year=2000, title={" + "{" * 20_000 + "x" + "}" * 20_000 + "}}"
    for text in (deep, RIS.replace("JAMA", "<a " * 100_000), RIS.replace("Acupuncture", "x" * 1_000_000)):
        assert not entries_in(text)[0].is_new
    source = only(RIS.replace("Acupuncture", "Acu\u202epun\u200bc\x00ture <script>alert(1)</script>"))
    assert source.title == "Acupunc ture alert(1) & sham"
    assert only(decoded(RIS.encode("utf-16"))).doi == only(decoded(b"\xef\xbb\xbf" + RIS.encode())).doi
    assert only(decoded(RIS.replace("Tu, ", "Müller, ").encode("cp1252"))).authors.startswith("Müller JF")
    assert only(RIS.replace("\n", "\r\n").replace("  - ", " - ")).year == 2024


def test_what_was_understood_reads_back_as_the_same():
    for text in (NBIB, RIS, BIBTEX, CSL, NBIB.replace("Journal Article", "Retracted Publication")):
        source = only(text)
        again = only(as_csl([source]))
        assert (again.compared_values, again.is_retracted) == (source.compared_values, source.is_retracted)


def words(response) -> str:
    return unescape(" ".join(response.content.decode().split()))


@pytest.mark.django_db
def test_an_editor_pastes_looks_and_adds_what_nobody_has_checked():
    ed = make_ed()
    client = signed_in(ed)
    make_source(doi="10.1001/X.Y", authors="Old O", year=2020)
    other = RIS.replace("Acupuncture", "Needles").replace("10.1001/x.y", "10.9999/n")
    text = f"{RIS}{other}{other.replace('Needles', 'Pins').replace('9999/n', '9999/N')}"
    shown = client.post(SCREEN, {"text": text})
    seen = words(shown)
    assert "It is here already: Old 2020." in seen
    assert "It is the same as number 2." in seen
    assert "kind of study, what it found, certainty" in seen
    assert "Add 1 source that nobody has checked" in seen
    assert Source.objects.count() == 1
    response = client.post(SCREEN, {"text": shown.context["citations"], "add": "yes"}, follow=True)
    assert "1 source is added" in words(response)
    source = Source.objects.get(doi="10.9999/n")
    assert (source.authors, source.title, source.typed_by) == ("Tu JF, Shi GX", "Needles & sham", ed)
    assert not source.is_verified
    # Pressing twice adds nothing twice.
    client.post(SCREEN, {"text": shown.context["citations"], "add": "yes"})
    assert Source.objects.count() == 2
    file = SimpleUploadedFile("pubmed.nbib", NBIB.encode())
    assert "jamainternmed.2024.5463" in words(client.post(SCREEN, {"text": "", "file": file}))
    for sent in ({}, {"text": "hello"}, {"text": RIS, "file": SimpleUploadedFile("a.ris", RIS.encode())}):
        assert client.post(SCREEN, sent).status_code == 422


@pytest.mark.django_db
def test_titles_and_pubmed_numbers_tell_duplicates_too():
    make_source(title="ACUPUNCTURE: and Sham", authors="Old O", year=2024, doi="")
    make_source(pmid="39401008", doi="")
    client = signed_in(make_ed())
    assert "It is here already: Old 2024." in words(
        client.post(SCREEN, {"text": RIS.replace("&amp;", "and")})
    )
    assert "There is nothing to add." in words(client.post(SCREEN, {"text": NBIB}))


@pytest.mark.django_db
def test_nobody_else_adds_sources():
    client = signed_in(make_freya())
    assert client.get(SCREEN).status_code in (302, 403)
    client.post(SCREEN, {"text": RIS, "add": "yes"})
    assert not Source.objects.exists()


@pytest.mark.django_db
def test_the_command_adds_a_file_and_says_what_it_did(tmp_path: Path):
    file = tmp_path / "sources.ris"
    file.write_text(f"{RIS}TY  - JOUR\nTI  - Breaks off\n")
    for options, stored in (({"dry_run": True}, 0), ({}, 1), ({}, 1)):
        out = StringIO()
        call_command("import_sources", file, stdout=out, **options)
        assert Source.objects.count() == stored
        assert out.getvalue().splitlines()[1] == "2\t\tIt breaks off before its end."
    assert "It is here already: Tu 2024." in out.getvalue()
    file.write_text("hello")
    with pytest.raises(CommandError, match="none of the four formats"):
        call_command("import_sources", file)
