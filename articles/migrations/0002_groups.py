"""Gives the groups "Editors" and "Clinical reviewers" what they may do.

Wagtail makes "Editors" and "Moderators". Moderators are the people who approve, here the clinical reviewers:
the group is renamed rather than replaced, so that Wagtail's approval workflow goes on with them. Page
permissions stand on the root of the tree, and hold whatever becomes of the pages below it.
"""

from django.db import migrations

EDITORS, REVIEWERS, MODERATORS = "Editors", "Clinical reviewers", "Moderators"

# On the admin, and on whole models: (app, model, codename).
EDITORS_MAY = [
    ("wagtailadmin", "admin", "access_admin"),
    ("articles", "source", "add_source"),
    ("articles", "source", "change_source"),
    ("articles", "source", "view_source"),
    ("articles", "safetynotice", "view_safetynotice"),
    ("clinic", "practitioner", "view_practitioner"),
]
REVIEWERS_MAY = [*EDITORS_MAY, ("articles", "safetynotice", "change_safetynotice")]
# On every page: Wagtail's codenames.
EDITORS_MAY_WITH_PAGES = ["add_page", "change_page"]
REVIEWERS_MAY_WITH_PAGES = [*EDITORS_MAY_WITH_PAGES, "publish_page"]
# On every picture. Whoever may add one may also change and delete their own.
BOTH_MAY_WITH_PICTURES = ["add_image", "choose_image"]


def grant(apps, schema_editor):
    """Replaces whatever both groups were allowed by Wagtail's own migrations."""
    _rename(apps, MODERATORS, REVIEWERS)
    _set_permissions(apps, EDITORS, EDITORS_MAY, EDITORS_MAY_WITH_PAGES)
    _set_permissions(apps, REVIEWERS, REVIEWERS_MAY, REVIEWERS_MAY_WITH_PAGES)


def restore_name(apps, schema_editor):
    """The names are Wagtail's again; permissions stay, for people may have been relying on them."""
    _rename(apps, REVIEWERS, MODERATORS)


def _rename(apps, old, new):
    Group = apps.get_model("auth", "Group")
    if not Group.objects.filter(name=new).exists():
        Group.objects.filter(name=old).update(name=new)
    for model in ("Workflow", "Task"):
        records = apps.get_model("wagtailcore", model).objects
        records.filter(name=f"{old} approval").update(name=f"{new} approval")


def _set_permissions(apps, group_name, model_permissions, page_codenames):
    Group = apps.get_model("auth", "Group")
    Page = apps.get_model("wagtailcore", "Page")
    Collection = apps.get_model("wagtailcore", "Collection")
    group, _created = Group.objects.get_or_create(name=group_name)
    group.permissions.set(_permission(apps, *names) for names in model_permissions)
    _set_on_root(
        apps.get_model("wagtailcore", "GroupPagePermission"),
        group,
        {"page": Page.objects.get(depth=1)},
        [_permission(apps, "wagtailcore", "page", codename) for codename in page_codenames],
    )
    _set_on_root(
        apps.get_model("wagtailcore", "GroupCollectionPermission"),
        group,
        {"collection": Collection.objects.get(depth=1)},
        [_permission(apps, "wagtailimages", "image", codename) for codename in BOTH_MAY_WITH_PICTURES],
    )


def _set_on_root(model, group, root, permissions):
    model.objects.filter(group=group).delete()
    model.objects.bulk_create(model(group=group, permission=permission, **root) for permission in permissions)


def _permission(apps, app_label, model, codename):
    # Django makes permissions only after all migrations have run.
    content_type, _created = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label=app_label, model=model
    )
    permission, _created = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=content_type,
        codename=codename,
        defaults={"name": f"Can {codename.replace('_', ' ', 1)}"},
    )
    return permission


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("clinic", "0003_home_page"),
        ("wagtailadmin", "0005_editingsession_is_editing"),
        ("wagtailcore", "0098_apitoken"),
        ("wagtailimages", "0027_image_description"),
        # It grants permissions of its own to both groups, and must have done so before.
        ("wagtaildocs", "0014_alter_document_file_size"),
    ]

    operations = [migrations.RunPython(grant, restore_name)]
