"""The data migrations: they may run twice, go back, and lose nothing that somebody made since."""

from importlib import import_module

from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from wagtail.models import Collection, GroupCollectionPermission, Page, Site

import pytest

from appointments.models import MessageTemplate
from articles.models import LintTerm
from clinic.models import HomePage
from tests.factories import make_information_page, make_user

pytestmark = pytest.mark.django_db
home_page = import_module("clinic.migrations.0004_home_page")
groups = import_module("articles.migrations.0003_groups")
lint_terms = import_module("articles.migrations.0005_lint_terms")
desk_groups = import_module("appointments.migrations.0004_groups")
texts = import_module("appointments.migrations.0005_message_texts")
no_documents = import_module("clinic.migrations.0015_no_documents")
trigram = import_module("clinic.migrations.0003_trigrams")


@pytest.fixture
def apps():
    """The models as the migrations see them: without the methods of ours and of Wagtail's."""
    return MigrationLoader(connection).project_state(("appointments", "0005_message_texts")).apps


def test_making_the_home_page_twice_makes_one_and_keeps_what_was_written(apps):
    HomePage.objects.update(headline="Written by hand")
    home_page.make_home_page(apps, None)
    assert [home.headline for home in HomePage.objects.all()] == ["Written by hand"]


def test_the_home_page_goes_back_and_comes_again_with_everything_below_it(apps, client):
    below = make_information_page()
    key = HomePage.objects.get().pk

    home_page.make_welcome_page(apps, None)
    assert not HomePage.objects.exists()
    welcome = Page.objects.get(pk=key)
    assert type(welcome.specific) is Page
    assert Site.objects.get().root_page_id == key

    home_page.make_home_page(apps, None)
    home = HomePage.objects.get()
    assert home.pk == key
    assert [page.pk for page in home.get_children()] == [below.pk]
    assert not Page.find_problems()[0]
    assert client.get("/").status_code == 200
    assert client.get("/about/").status_code == 200


def test_granting_twice_grants_the_same(apps):
    def granted():
        return {
            group.name: (
                set(group.permissions.values_list("codename", flat=True)),
                sorted(group.page_permissions.values_list("permission__codename", flat=True)),
                sorted(group.collection_permissions.values_list("permission__codename", flat=True)),
            )
            for group in Group.objects.filter(name__in=["Editors", "Clinical reviewers"])
        }

    groups.grant(apps, None)
    once = granted()
    groups.grant(apps, None)
    assert granted() == once


def test_members_stay_members_through_the_new_name_and_back(apps):
    user = make_user(group="Clinical reviewers")
    groups.restore_name(apps, None)
    assert [group.name for group in user.groups.all()] == ["Moderators"]
    groups.grant(apps, None)
    assert [group.name for group in user.groups.all()] == ["Clinical reviewers"]


def test_the_groups_of_the_desk_are_made_once_and_keep_what_was_added(apps):
    added = Permission.objects.get(codename="view_accessrecord")
    desk = Group.objects.get(name="Front desk")
    desk.permissions.add(added)
    desk_groups.make_groups(apps, None)
    assert Group.objects.filter(name__in=["Front desk", "Owner"]).count() == 2
    assert added in desk.permissions.all()


def test_words_and_texts_are_written_once_and_stay_as_the_clinic_has_them(apps):
    LintTerm.objects.filter(pattern="proven").update(advice="Ours")
    MessageTemplate.objects.filter(kind="visit_confirmed").update(body="Ours")
    how_many = LintTerm.objects.count(), MessageTemplate.objects.count()
    lint_terms.fill(apps, None)
    texts.write_texts(apps, None)
    assert (LintTerm.objects.count(), MessageTemplate.objects.count()) == how_many
    assert LintTerm.objects.get(pattern="proven").advice == "Ours"
    assert MessageTemplate.objects.get(kind="visit_confirmed").body == "Ours"


def test_trigrams_go_and_come_again():
    (operation,) = trigram.Migration.operations

    def is_there():
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_extension WHERE extname = 'pg_trgm'")
            return cursor.fetchone() is not None

    assert is_there()
    with connection.schema_editor() as editor:
        operation.database_backwards("clinic", editor, None, None)
    assert not is_there()
    with connection.schema_editor() as editor:
        operation.database_forwards("clinic", editor, None, None)
    assert is_there()


def test_nobody_keeps_the_leave_to_use_documents():
    kind = ContentType.objects.create(app_label="wagtaildocs", model="document")
    leave = Permission.objects.create(content_type=kind, codename="add_document", name="Can add document")
    editors = Group.objects.get(name="Editors")
    editors.permissions.add(leave)
    GroupCollectionPermission.objects.create(
        group=editors, collection=Collection.get_first_root_node(), permission=leave
    )
    others = Permission.objects.count() - 1
    state = MigrationLoader(connection).project_state(("clinic", "0015_no_documents"))
    no_documents.take_leave_away(state.apps, None)
    assert not Permission.objects.filter(content_type=kind).exists()
    assert not GroupCollectionPermission.objects.filter(permission_id=leave.pk).exists()
    assert Permission.objects.count() == others
