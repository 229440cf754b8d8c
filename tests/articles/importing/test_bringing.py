"""Articles brought in the admin: what an editor sees before and after, who may, and what is refused."""

import datetime
import re
from html import unescape
from pathlib import Path

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

import pytest

from appointments.worker.tasks import clear_up
from articles.models import BroughtFile, ConditionPage, ImportedArticle
from articles.statements.finding import statement_in
from articles.statements.sentences import sentences_in
from clinic.models import InformationPage
from tests.cast import make_ed, make_freya, signed_in
from tests.factories import make_condition_index, make_details

from .files import export, paragraph, post, word_file
from .test_markup import GOOGLE

pytestmark = pytest.mark.django_db
ARTICLE = Path(__file__).with_name("clinic_article.txt").read_text()
BRING = "/admin/bring/"


@pytest.fixture
def ed(client):
    make_details()
    make_condition_index()
    return signed_in(make_ed())


def upload(browser, content: bytes, name: str = "article.txt"):
    return browser.post(BRING, {"file": SimpleUploadedFile(name, content)})


def make(browser, address: str, kind: str = "conditions"):
    return browser.post(address, {"kind": kind})


def words_of(response) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


def test_an_article_as_clinics_publish_is_brought_with_all_its_statements(ed, client):
    expected = {
        sentence
        for line in ARTICLE.replace("By Jane Doe", "").splitlines()
        for sentence in sentences_in(line.lstrip("- ").rstrip(":"))
        if statement_in(sentence)
    }
    assert len(expected) >= 30
    preview = upload(ed, ARTICLE.encode())
    assert preview.status_code == 302
    shown = words_of(ed.get(preview.url))
    made = make(ed, preview.url)
    article = ImportedArticle.objects.get()
    assert made.url == reverse("articles_importing:brought", args=[article.pk])
    told = words_of(ed.get(made.url))
    for sentence in expected:
        assert sentence in shown
        assert sentence in told
    page = ConditionPage.objects.get()
    assert (page.live, page.title, page.latest_revision.user.email) == (
        False, "Acupuncture for pain and stress", "ed@clinic.example",
    )  # fmt: skip
    assert "949-555-0142" in told
    assert 'href="tel:+19495106333"' in str(page.body.raw_data[0]["value"])
    assert client.get(f"/conditions/{page.slug}/").status_code == 404
    assert not BroughtFile.objects.exists()


def test_the_editor_is_reminded_until_somebody_is_done(ed):
    make(ed, upload(ed, ARTICLE.encode()).url)
    article = ImportedArticle.objects.get()
    editor = reverse("wagtailadmin_pages:edit", args=[article.page_id])
    told = reverse("articles_importing:brought", args=[article.pk])
    assert told in ed.get(editor).content.decode()
    assert ed.post(told).url == editor
    assert told not in ed.get(editor).content.decode()


def test_a_brought_draft_can_be_saved_in_the_editor_as_it_is(ed):
    content = word_file(paragraph("A title", "Title"), paragraph("Words.", "H1"), paragraph("More."))
    make(ed, upload(ed, content, "a.docx").url, "information")
    page = InformationPage.objects.get(live=False)
    form = page.get_edit_handler().get_form_class()
    assert page.title == "A title"
    assert form(instance=page, for_user=page.owner).instance.body[0].value == "Words."


def test_a_paste_takes_the_html_of_the_clipboard_and_without_it_the_words(ed):
    address = ed.post(BRING, {"pasted": "Nerve pain Read this", "pasted_html": GOOGLE}).url
    assert "Burning" in words_of(ed.get(address))
    make(ed, address)
    kinds = [part.block_type for part in ConditionPage.objects.get().body]
    assert kinds == ["paragraph", "heading", "paragraph", "comparison"]
    make(ed, ed.post(BRING, {"pasted": "Sciatica\n\nWords of it.", "pasted_html": ""}).url)
    assert ConditionPage.objects.filter(title="Sciatica").exists()


def test_what_cannot_be_read_is_said_where_it_was_chosen_and_nothing_is_kept(ed):
    refused = {
        "a.pdf": (b"%PDF-1.7", "This is a PDF"),
        "a.docm": (word_file(paragraph("x"), files={"word/vbaProject.bin": b"x"}), "holds a macro"),
        "a.txt": (b"", "The submitted file is empty."),
        "a.xml": (export(), "This export holds no posts and no pages."),
        "b.xml": (export(*(post(n, "Words.") for n in range(51))), "more than 50 articles"),
        "c.txt": (b"words " * 1_800_000, "larger than 10.0"),
    }
    for name, (content, words) in refused.items():
        response = upload(ed, content, name)
        assert response.status_code == 422, name
        assert words in words_of(response).replace("\xa0", " ")
    assert "Choose a file, or paste the article." in words_of(ed.post(BRING, {}))
    assert not BroughtFile.objects.exists()


def test_an_export_is_brought_whole_and_a_damaged_one_as_far_as_it_goes(ed):
    content = export(post(1, "One."), post(2, "Two."), post(3, "Three.")).replace(b"Post 3", b"Post & 3")
    address = upload(ed, content, "export.xml").url
    assert "The file is damaged at line 5" in words_of(ed.get(address))
    assert "Make 2 drafts" in words_of(ed.get(address))
    make(ed, address)
    assert [page.title for page in ConditionPage.objects.all()] == ["Post 1", "Post 2"]


def test_pressing_twice_makes_one_draft_and_what_is_let_go_makes_none(ed):
    address = upload(ed, ARTICLE.encode()).url
    make(ed, address)
    assert make(ed, address).status_code == 404
    assert ConditionPage.objects.count() == 1
    other = upload(ed, ARTICLE.encode()).url
    ed.post(other, {"discard": "yes"})
    assert (ConditionPage.objects.count(), BroughtFile.objects.count()) == (1, 0)


def test_only_those_who_may_add_pages_bring_and_each_sees_their_own(ed):
    address = upload(ed, ARTICLE.encode()).url
    freya = signed_in(make_freya())
    assert freya.get(BRING).status_code == 302
    assert freya.get(address).status_code in (302, 404)
    make(ed, address)
    article = ImportedArticle.objects.get()
    assert freya.get(reverse("articles_importing:brought", args=[article.pk])).status_code == 302


def test_a_sentence_without_end_and_many_statements_are_listed(ed):
    endless = "Acupuncture relieves pain and " + "also " * 2_000 + "the rest."
    many = "\n\n".join(f"Acupuncture relieves pain number {number}." for number in range(300))
    address = upload(ed, f"A title\n\n{endless}\n\n{many}".encode()).url
    make(ed, address)
    told = words_of(ed.get(reverse("articles_importing:brought", args=[ImportedArticle.objects.get().pk])))
    count = int(re.search(r"(\d+) sentences want a source", told).group(1))
    assert count >= 301
    assert "Acupuncture relieves pain number 299." in told


def test_nobody_lets_files_pile_up_in_the_database(ed):
    sent = b"# Sciatica\n\nPain that runs down the leg."
    previews = [upload(ed, sent) for _each in range(20)]
    refused = upload(ed, sent)
    assert refused.status_code == 422
    assert "You have brought 20 files" in words_of(refused)
    ed.post(previews[0].url, {"discard": "1"})
    assert upload(ed, sent).status_code == 302


def test_what_was_brought_and_never_became_a_draft_is_forgotten():
    rows = {"content": b"x", "brought_by": make_ed()}
    old, new = BroughtFile.objects.create(name="old", **rows), BroughtFile.objects.create(name="new", **rows)
    BroughtFile.objects.filter(pk=old.pk).update(brought_at=timezone.now() - datetime.timedelta(days=31))
    clear_up()
    assert list(BroughtFile.objects.all()) == [new]
