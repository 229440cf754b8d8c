"""Four eyes: nobody publishes what nobody else has approved, by no way, administrators included."""

from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from wagtail.actions.edit_page import EditPageAction
from wagtail.actions.publish_page_revision import PublishPagePermissionError, PublishPageRevisionAction
from wagtail.models import GroupPagePermission, Page

import pytest

from articles.models import ConditionPage, ContentUnit, Correction
from articles.models.four_eyes import NOBODY_ELSE, OWN_WORK, FourEyesError, needs_another
from articles.reviews.acts import Amendment, may_review, record_correction
from clinic.models import User
from tests.articles.gate.test_gate_doors import edit_url, form_of
from tests.cast import make_ed, make_rita, make_sam, signed_in
from tests.factories import make_information_page, make_ready_draft, make_user

pytestmark = pytest.mark.django_db


def changed_by(user, page: ConditionPage | None = None) -> ConditionPage:
    """A ready draft with words of the user's that nobody has approved."""
    page = page or make_ready_draft()
    page.summary = f"Changed by {user}."
    page.save_revision(user=user)
    return ConditionPage.objects.get(pk=page.pk)


def is_live() -> bool:
    return ConditionPage.objects.live().exists()


def in_the_editor(page, user):
    form = form_of(page, ready=True, **{"action-publish": "1"})
    return signed_in(user).post(edit_url(page), form, follow=True)


def in_bulk(page, user):
    url = f"/admin/bulk/wagtailcore/page/publish/?id={page.pk}&next=/admin/"
    return signed_in(user).post(url, follow=True)


def by_the_admins_api(page, user):
    return signed_in(user).post(f"/admin/api/main/pages/{page.pk}/action/publish/")


@pytest.mark.parametrize("who", [make_rita, make_sam], ids=["reviewer", "administrator"])
@pytest.mark.parametrize("way", [in_the_editor, in_bulk, by_the_admins_api])
def test_nobody_publishes_their_own_words_in_the_admin(way, who):
    user = who()
    page = changed_by(user)
    response = way(page, user)
    assert not is_live()
    if way is in_the_editor:
        assert str(OWN_WORK) in response.content.decode()


@pytest.mark.parametrize("who", [make_rita, make_sam], ids=["reviewer", "administrator"])
def test_a_change_typed_while_publishing_is_kept_and_not_published(who):
    page, user = changed_by(make_ed()), who()
    assert page.permissions_for_user(user).can_publish()
    response = in_the_editor(page, user)
    seen = response.content.decode()
    assert str(OWN_WORK) in seen
    assert "kept as a draft" in seen
    assert not is_live()
    assert ContentUnit.objects.in_draft().unseen().filter(writer=user).exists()
    assert ConditionPage.objects.get().get_latest_revision_as_object().summary == "A summary."


def test_nobody_does_so_in_code_that_names_them():
    rita = make_rita()
    page = changed_by(rita)
    revision = page.get_latest_revision()
    for error, publish in (
        (FourEyesError, lambda: revision.publish(user=rita)),
        (FourEyesError, lambda: page.publish(revision, user=rita)),
        (PublishPagePermissionError, PublishPageRevisionAction(revision, user=rita).execute),
        (PermissionDenied, EditPageAction(page, user=rita, publish=True).execute),
    ):
        with pytest.raises(error):
            publish()
    assert not is_live()
    revision.publish()
    assert is_live()


def test_a_selection_with_all_that_stands_below_says_whose_work_is_left_out():
    rita = make_rita()
    page = changed_by(rita)
    url = f"/admin/bulk/wagtailcore/page/publish/?id={page.get_parent().pk}&next=/admin/"
    response = signed_in(rita).post(url, {"include_descendants": "on"}, follow=True)
    assert str(OWN_WORK) in response.content.decode()
    assert not is_live()


@pytest.mark.parametrize("way", [in_bulk, by_the_admins_api])
def test_everybody_who_may_publishes_the_change_of_somebody_else(way):
    page = changed_by(make_ed())
    way(page, make_rita())
    assert is_live()


def test_saving_the_same_once_more_makes_nobody_its_writer():
    ed, rita = make_ed(), make_rita()
    page = changed_by(ed).get_latest_revision_as_object()
    page.save_revision(user=rita)
    assert {unit.writer for unit in ContentUnit.objects.all()} == {ed}
    assert not needs_another(page, rita)
    page.body = [*page.body.raw_data, {"type": "heading", "value": "One more?"}]
    page.save_revision(user=rita)
    assert needs_another(page, rita)


def test_who_wrote_it_unpublishes_at_once_and_takes_it_off_the_schedule():
    rita = make_rita()
    changed_by(rita).get_latest_revision().publish()
    page = changed_by(rita, ConditionPage.objects.get())
    may = page.permissions_for_user(rita)
    assert may.can_unpublish()
    assert may.can_unschedule()
    assert may.can_set_view_restrictions()
    assert signed_in(rita).post(f"/admin/pages/{page.pk}/unpublish/").status_code == 302
    assert not is_live()


def test_the_editor_offers_no_button_that_would_be_refused():
    rita = make_rita()
    page = changed_by(rita)
    own = signed_in(rita).get(edit_url(page)).content.decode()
    assert "action-publish" not in own
    assert "action-submit" in own
    page = changed_by(make_ed(), page)
    assert "action-publish" not in signed_in(rita).get(edit_url(page)).content.decode()
    ContentUnit.objects.approve(User.objects.get(email="ed@clinic.example"))
    assert "action-publish" in signed_in(rita).get(edit_url(page)).content.decode()


def test_who_may_publish_but_is_no_clinical_reviewer_records_nothing():
    publisher = make_user(email="publisher@clinic.example", group="Editors")
    may = Permission.objects.get(codename="publish_page")
    GroupPagePermission.objects.create(
        group=publisher.groups.get(), page=Page.get_first_root_node(), permission=may
    )
    page = changed_by(make_ed())
    assert page.permissions_for_user(publisher).can_publish()
    assert not may_review(publisher, page)
    with pytest.raises(PermissionDenied):
        record_correction(page, Amendment(timezone.localdate(), "Wrong.", "Right.", "Ed"), publisher)
    assert not Correction.objects.exists()


def test_pages_about_the_clinic_itself_need_no_second_person():
    rita = make_rita()
    page = make_information_page(live=False)
    page.save_revision(user=rita).publish(user=rita)
    page.refresh_from_db()
    assert page.live


def test_who_works_alone_is_told_that_a_second_person_is_needed_and_then_who():
    rita = make_rita()
    alone = in_the_editor(changed_by(rita), rita).content.decode()
    assert str(NOBODY_ELSE) in alone
    make_ed()
    told = in_the_editor(ConditionPage.objects.get(), rita).content.decode()
    assert str(NOBODY_ELSE) not in told
    assert "Ed Editor can approve it" in told
