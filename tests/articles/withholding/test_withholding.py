"""Live pages whose ground goes: what readers no longer see, what stays, and that it comes back by itself."""

import datetime

from django.core import mail
from django.db import connection
from django.utils import timezone

import pytest

from articles.models import ConditionPage, LintTerm, Source
from articles.withholding.turns import judge_what_changed
from clinic.gate import findings
from clinic.models import ClinicSettings, PageJudgment, Practitioner, User
from tests.articles.test_article_page import text_of
from tests.cast import make_ed, make_rita, signed_in
from tests.factories import (
    make_care_card,
    make_claim,
    make_details,
    make_home,
    make_information_page,
    make_ready_draft,
    make_verified_source,
)

pytestmark = pytest.mark.django_db
URL = "/conditions/sciatica/"
NOTICE = "We took this part down while a clinician checks it."
INVITATION = ("call_to_action", {"heading": "Ask us about wonderworks", "text": "Call any day."})


def make_live(**fields) -> ConditionPage:
    """An article that went live through the gate, with two claims, each with a source of its own."""
    make_details()
    known = {
        "body": [
            ("heading", "What helps?"),
            ("paragraph", "<p>Walking is fine.</p>"),
            make_claim(sources=[make_verified_source(authors="Tu JF")], text="leg pain eased in one trial."),
            make_claim(sources=[make_verified_source(authors="Ju ZY")], text="sleep got better in another."),
            make_care_card(heading="Call 911 for wonderworks if:"),
            INVITATION,
        ]
    }
    page = make_ready_draft(**{**known, **fields})
    page.save_revision().publish()
    worker()
    return ConditionPage.objects.get(pk=page.pk)


def worker(*, later: datetime.timedelta = datetime.timedelta()) -> None:
    """What the worker does within a minute, twice: the second time finds what the first has changed."""
    for _turn in range(2):
        judge_what_changed(timezone.now() + later)


def set_retracted(is_retracted: bool) -> None:
    """Retract the first claim's source, or undo that; then somebody has to check it again."""
    source = Source.objects.filter(authors="Tu JF")
    source.update(is_retracted=is_retracted)
    if not is_retracted:
        source.update(verified_by=User.objects.first(), verified_on=timezone.localdate())


def seen(client, url: str = URL) -> str:
    """All that a visitor gets, machines' part included, with what stands for help."""
    page = client.get(url).content.decode()
    for stays in ("tel:+19495106333", "/appointments/request/"):
        assert stays in page
    return page


def test_a_source_that_is_retracted_takes_its_claims_along_and_gives_them_back(client):
    make_live()
    tu = Source.objects.get(authors="Tu JF")
    Source.objects.filter(pk=tu.pk).update(is_retracted=True)
    worker()
    page = seen(client)
    assert "leg pain eased" not in page
    assert tu.title not in page, "neither in the list of sources nor in its JSON-LD"
    for words in (NOTICE, "sleep got better in another.", "Walking is fine.", "What helps?", "Call 911 for"):
        assert words in page
    set_retracted(False)
    worker()
    assert "leg pain eased" in seen(client)
    assert NOTICE not in seen(client)


@pytest.mark.parametrize("ground", ["verified_on", "license"])
def test_so_do_a_verification_and_a_license(client, ground):
    make_live()
    before = seen(client)
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    if ground == "license":
        people = Practitioner.objects.filter(name="Robin Reviewer")
        people.update(license_expires=yesterday)
    else:
        Source.objects.update(verified_on=None)
    worker()
    page = seen(client)
    for words in ("leg pain eased", "sleep got better", "One small trial: we do not know", 'id="sources"'):
        assert words in before
        assert words not in page
    # Two that stand together have one notice.
    assert page.count(NOTICE) == 1
    if ground == "license":
        people.update(license_expires=None)
    else:
        Source.objects.update(verified_on=yesterday)
    worker()
    assert "leg pain eased" in seen(client)


def test_a_license_ends_by_itself_at_midnight(client):
    make_live()
    Practitioner.objects.filter(name="Robin Reviewer").update(license_expires=timezone.localdate())
    worker()
    assert "leg pain eased" in seen(client)
    row = PageJudgment.objects.get(page__slug="sciatica")
    worker(later=datetime.timedelta(days=1))
    row.refresh_from_db()
    assert row.judged_at > timezone.now() + datetime.timedelta(hours=23)


def test_a_new_rule_takes_down_every_word_of_it_but_no_help(client):
    page = make_live(title="Wonderworks", what_helps="Wonderworks do.", summary="All wonderworks.")
    LintTerm.objects.create(pattern="wonderworks", advice="Say what it is.")
    worker()
    article = seen(client)
    # The card for emergencies stays as it is; the invitation stays, in our words.
    assert article.lower().count("wonderworks") == 1
    assert "Call 911 for wonderworks if:" in article
    assert "Would you like to talk to us?" in article
    for list_of in ("/conditions/", "/search/?query=leg"):
        assert "wonderworks" not in client.get(list_of).content.decode().lower()
    assert {"title", "what_helps", "summary", "body"} == set(judgment(page).withheld)
    LintTerm.objects.filter(pattern="wonderworks").update(is_active=False)
    worker()
    assert seen(client).lower().count("wonderworks") > 4
    assert judgment(page).withheld == {}


def judgment(page) -> PageJudgment:
    return PageJudgment.objects.get(page_id=page.pk)


def test_a_verdict_goes_with_the_last_claim_that_bears_it_out(client):
    claims = [
        make_claim(sources=[make_verified_source(authors="Tu JF")], certainty="low"),
        make_claim(sources=[make_verified_source(authors="Ju ZY")], certainty="very_low"),
    ]
    make_live(body=[*claims, make_care_card()])
    Source.objects.filter(authors="Tu JF").update(is_retracted=True)
    worker()
    assert "One small trial: we do not know" not in seen(client)


def test_pages_about_the_clinic_too(client):
    make_details()
    page = make_information_page(
        body=[("paragraph", "<p>Wonderworks.</p>"), ("paragraph", "<p>Park here.</p>")]
    )
    home = make_home()
    home.headline = "Wonderworks"
    home.save_revision().publish()
    page.save_revision().publish()
    LintTerm.objects.create(pattern="wonderworks", advice="Say what it is.")
    worker()
    about = seen(client, "/about/")
    assert NOTICE in about
    assert "Park here." in about
    assert "wonderworks" not in (about + seen(client, "/")).lower()


def test_what_never_passed_is_red_within_a_minute_and_gone_after_the_grace(client):
    make_live()
    body = [("paragraph", "<p>It cures you.</p>"), make_care_card()]
    draft = make_ready_draft(title="Migraine", slug="migraine", body=body, verdict="", verdict_certainty="")
    ConditionPage.objects.filter(pk=draft.pk).update(live=True)
    worker()
    url = "/conditions/migraine/"
    assert "It cures you." in seen(client, url)
    editor = signed_in(make_ed())
    assert "This page is public, and does not pass the checks:" in text_of(
        editor.get(f"/admin/pages/{draft.pk}/edit/")
    )
    assert "Public, and does not pass the checks" in text_of(editor.get("/admin/"))
    worker(later=datetime.timedelta(hours=23))
    assert "It cures you." in seen(client, url)
    worker(later=datetime.timedelta(hours=25))
    page = seen(client, url)
    assert "It cures you." not in page
    assert NOTICE in page
    assert "both legs are numb" in page
    assert "Migraine" in page
    assert "a part was taken down" in text_of(editor.get(f"/admin/pages/{draft.pk}/edit/"))


def test_without_a_grace_it_goes_at_once_also_what_plain_sql_wrote_into_a_page_that_had_passed(client):
    page = make_live()
    ClinicSettings.objects.update(unpassed_grace_hours=0)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE articles_conditionpage SET body = jsonb_set(body, '{1,value}', to_jsonb(%s::text)) "
            "WHERE page_ptr_id = %s",
            ["<p>It cures you.</p>", page.pk],
        )
    worker()
    assert "It cures you." not in seen(client)
    assert NOTICE in seen(client)
    # Publishing what had passed is a way back.
    page.latest_revision.publish()
    assert "Walking is fine." in seen(client)


def test_code_that_makes_a_clean_page_live_has_it_judged_and_nothing_is_taken_down(client):
    draft = make_ready_draft()
    make_details()
    assert findings(draft) == []
    ConditionPage.objects.filter(pk=draft.pk).update(live=True)
    worker()
    assert judgment(draft).passed
    assert NOTICE not in seen(client)


def test_a_pass_names_who_published(client):
    page = make_ready_draft()
    rita = make_rita()
    page.save_revision(user=make_ed()).publish(user=rita)
    assert judgment(page).passed_by_name == str(rita)


def test_the_editor_goes_on_with_the_words_that_readers_do_not_see(client):
    page = make_live()
    Source.objects.filter(authors="Tu JF").update(is_retracted=True)
    worker()
    form = signed_in(make_rita()).get(f"/admin/pages/{page.pk}/edit/").content.decode()
    assert "leg pain eased" in form
    assert NOTICE not in form
    # Code that saves what it loaded keeps them as well.
    stored = ConditionPage.objects.get(pk=page.pk).save_revision().as_object()
    assert [part.block_type for part in stored.body].count("claim") == 2
    page.refresh_from_db()
    assert page.has_unpublished_changes


def test_a_page_without_drafts_has_none_again_once_it_holds():
    page = make_live()
    for is_retracted in (True, False):
        set_retracted(is_retracted)
        worker()
        page.refresh_from_db()
        assert page.has_unpublished_changes is is_retracted
    page.save_revision()
    for is_retracted in (True, False):
        set_retracted(is_retracted)
        worker()
        page.refresh_from_db()
        assert page.has_unpublished_changes, "somebody's draft still waits"


def test_reviewers_get_one_mail_for_all_of_it(client):
    rita = make_rita()
    make_live()
    LintTerm.objects.create(pattern="walking", advice="Say how.")
    Source.objects.update(is_retracted=True)
    worker()
    worker()
    (message,) = mail.outbox
    assert message.to == [rita.email]
    assert "- Sciatica" in message.body
    assert not ({"walking", "leg pain"} & set(message.body.lower().split()))
