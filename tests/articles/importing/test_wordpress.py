"""Exports of WordPress by command: what becomes of each post, again and again, whole or damaged."""

import io
from pathlib import Path

from django.core.management import CommandError, call_command

from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

import pytest

from articles.importing.drafts.statements import open_statements
from articles.models import ConditionPage, ImportedArticle
from clinic.models import ClinicImage, InformationPage
from tests.factories import make_condition_index, make_details, picture_file

from .files import END, START, attachment, export, post

pytestmark = pytest.mark.django_db
OLD = "https://old.example/wp-content/uploads/2019/03"
CLASSIC = (
    "First line\nand second.\n\n<h2>A part</h2>\nBelow it. [sic]\n\n"
    f'[caption id="a_7" width="300"]<img src="{OLD}/hand-300x200.png" alt="" /> A hand. Photo: Ann[/caption]'
    "\n\n"
    '[vc_row color="red"]Kept[/vc_row] [contact-form-7 id="4"] Call 949-510-6333.'
)
BLOCKS = (
    "<!-- wp:heading --><h2>What it is</h2><!-- /wp:heading -->\n<!-- wp:list --><ul><li>One</li></ul>"
    '<!-- /wp:list -->\n<!-- wp:block {"ref":5} /--><!-- wp:paragraph --><p>Acupuncture relieves pain.</p>'
    "<!-- /wp:paragraph -->"
)


@pytest.fixture(autouse=True)
def site() -> None:
    make_details()
    make_condition_index()


def run(tmp_path: Path, content: bytes, *arguments: str) -> str:
    file = tmp_path / "export.xml"
    file.write_bytes(content)
    out = io.StringIO()
    call_command("import_articles", str(file), *arguments, stdout=out, stderr=out)
    return out.getvalue()


def kinds_of(page: ConditionPage) -> list[str]:
    return [part.block_type for part in page.body]


def drafts() -> list[ConditionPage]:
    return list(ConditionPage.objects.order_by("path"))


def test_posts_become_drafts_with_their_structure_pictures_and_what_is_told(tmp_path):
    folder = tmp_path / "uploads" / "2019" / "03"
    folder.mkdir(parents=True)
    (folder / "hand.png").write_bytes(picture_file().read())
    items = [
        post(1, CLASSIC, title="Classic", excerpt="About a hand."),
        post(2, BLOCKS, title="Blocks", status="draft", more="<wp:comment><x/></wp:comment>"),
        attachment(7, f"{OLD}/hand.png", "A hand with needles"),
        post(8, f'<img src="{OLD}/lost.png">Words.', kind="page"),
        post(9, "x", status="trash"),
        post(10, "x", kind="product"),
    ]
    told = run(tmp_path, export(*items), "--pictures", str(tmp_path / "uploads"))
    classic, blocks, page = drafts()
    assert kinds_of(classic) == ["paragraph", "heading", "paragraph", "photo", "paragraph"]
    raw = [part["value"] for part in classic.body.raw_data]
    assert raw[0] == "<p>First line<br/>and second.</p>"
    assert raw[2] == "<p>Below it. [sic]</p>"
    picture = ClinicImage.objects.get()
    assert raw[3]["image"] == {"image": picture.pk, "alt_text": "A hand with needles", "decorative": False}
    assert (raw[3]["caption"], picture.credit, picture.people_shown) == ("A hand.", "Ann", "")
    assert raw[4] == '<p>Kept Call <a href="tel:+19495106333">949-510-6333</a>.</p>'
    assert (classic.slug, classic.summary, classic.live, classic.first_published_at) == (
        "post-1", "About a hand.", False, None,
    )  # fmt: skip
    assert kinds_of(blocks) == ["heading", "paragraph"]
    for line in (
        "  What shortcodes of WordPress showed; the words between stayed: vc_row; contact-form-7",
        "  1 comment of a reader.",
        "  1 picture is missing. Add it under Images: lost.png",
        "  The author it named: Jane Doe",
        "Left out of the export: 1 trash, 1 product.",
        "Drafts made: 3. Brought before: 0. Nothing is public.",
    ):
        assert line in told.splitlines()
    assert "Acupuncture relieves pain." in [statement.sentence for statement in open_statements(blocks)]
    assert page.imported_from.told["missing"] == ["1 picture is missing. Add it under Images: lost.png"]


def test_a_second_run_brings_only_what_is_missing(tmp_path):
    assert "made: 1. Brought before: 0." in run(tmp_path, export(post(1, "One.")))
    assert "made: 1. Brought before: 1." in run(tmp_path, export(post(1, "One, changed."), post(2, "Two.")))
    assert [page.title for page in drafts()] == ["Post 1", "Post 2"]
    drafts()[0].delete()
    assert "made: 1. Brought before: 1." in run(tmp_path, export(post(1, "One."), post(2, "Two.")))


def test_a_damaged_export_gives_the_line_and_what_was_read_until_then(tmp_path):
    damaged = export(post(1, "One."), post(2, "Two.")).replace(b"Post 2", b"Post \x0b 2")
    with pytest.raises(
        CommandError, match=r"damaged at line 4, column \d+\. Everything before that line was read"
    ):
        run(tmp_path, damaged)
    cut = (START + post(3, "Three.") + "\n<item><title>Fo").encode()
    with pytest.raises(CommandError, match="damaged at line 4"):
        run(tmp_path, cut)
    assert [page.title for page in drafts()] == ["Post 1", "Post 3"]


def test_entities_are_refused_before_anything_is_made(tmp_path):
    bomb = START.replace("<rss", '<!DOCTYPE r [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>\n<rss') + END
    outside = START.replace("<rss", '<!DOCTYPE r SYSTEM "file:///etc/passwd">\n<rss') + END
    for content in (bomb, outside):
        with pytest.raises(CommandError, match="nothing of it was read"):
            run(tmp_path, content.encode())
    assert drafts() == []


def test_a_dry_run_stores_nothing_and_says_the_same(tmp_path):
    content = export(post(1, CLASSIC))
    dry = run(tmp_path, content, "--dry-run")
    assert "Drafts could be made: 1." in dry
    assert "1 picture is missing" in dry
    assert (drafts(), ImportedArticle.objects.count(), ClinicImage.objects.count()) == ([], 0, 0)


def test_information_pages_by_choice_and_by_somebody(tmp_path, django_user_model):
    user = django_user_model.objects.create_user("ed@clinic.example", "x")
    run(
        tmp_path,
        export(post(1, "Words.", excerpt="Short.")),
        "--as",
        "information",
        "--by",
        "ed@clinic.example",
    )
    page = InformationPage.objects.get(live=False)
    assert (page.introduction, page.latest_revision.user_id, page.owner_id) == ("Short.", user.pk, user.pk)


def test_an_old_address_leads_to_the_page_only_once_it_is_published(tmp_path, client):
    run(
        tmp_path,
        export(post(1, "Words."), post(2, "Words.", link="https://old.example/?p=2")),
        "--as",
        "information",
    )
    page = Page.objects.get(title="Post 1")
    assert Redirect.objects.count() == 0
    assert client.get("/blog/post-1/").status_code == 404
    page.specific.get_latest_revision().publish()
    response = client.get("/blog/post-1/")
    assert (response.status_code, response["location"]) == (301, page.get_url())
    other = ImportedArticle.objects.get(page__title="Post 2")
    assert other.told["look"][-1].endswith("cannot lead here: https://old.example/?p=2")


def test_an_old_address_that_promises_a_cure_leads_nowhere_and_its_editor_reads_why(tmp_path, client):
    link = "https://old.example/guaranteed-cure-for-migraine/"
    run(tmp_path, export(post(1, "Words.", link=link)), "--as", "information")
    page = InformationPage.objects.get(live=False)
    page.get_latest_revision().publish()
    assert InformationPage.objects.get(pk=page.pk).live
    assert client.get("/guaranteed-cure-for-migraine/").status_code == 404
    assert "/guaranteed-cure-for-migraine" in ImportedArticle.objects.get().told["look"][-1]


def test_nothing_of_the_folder_is_read_that_no_post_names_and_nothing_outside_of_it(tmp_path):
    folder = tmp_path / "uploads"
    folder.mkdir()
    secret = tmp_path / "secret.png"
    secret.write_bytes(picture_file().read())
    (folder / "link.png").symlink_to(secret)
    content = export(post(1, f'Words <img src="{OLD}/../../../secret.png"> <img src="{OLD}/link.png">'))
    assert "2 pictures are missing" in run(tmp_path, content, "--pictures", str(folder))


def test_long_titles_and_taken_addresses_lose_nothing(tmp_path):
    long_title = "Words " * 60
    items = [post(1, "One.", title=long_title), post(2, "Two.", more=""), post(3, "Three.")]
    content = export(*items).replace(b"post-3</wp:post_name>", b"post-2</wp:post_name>")
    run(tmp_path, content)
    first, second, third = drafts()
    assert len(first.title) <= 255
    assert long_title.strip()[:100] in first.imported_from.told["look"][0]
    assert (second.slug, third.slug) == ("post-2", "post-2-2")
