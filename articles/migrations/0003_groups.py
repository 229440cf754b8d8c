"""Permissions of the groups "Editors" and "Clinical reviewers".

Wagtail makes "Editors" and "Moderators". Moderators are the people who approve, here the clinical reviewers:
the group is renamed rather than replaced, so that Wagtail's approval workflow goes on with them.
"""

from django.db import migrations

EDITORS, REVIEWERS, MODERATORS = "Editors", "Clinical reviewers", "Moderators"

BOTH = (EDITORS, REVIEWERS)
# Permissions, each row with the groups that get them.
PERMISSIONS = [
    ("wagtailadmin", "admin", ["access_admin"], BOTH),
    ("articles", "source", ["add_source", "change_source", "view_source"], BOTH),
    ("articles", "safetynotice", ["view_safetynotice"], BOTH),
    ("articles", "safetynotice", ["change_safetynotice"], (REVIEWERS,)),
    ("articles", "lintterm", ["view_lintterm"], BOTH),
    ("articles", "lintterm", ["add_lintterm", "change_lintterm"], (REVIEWERS,)),
    ("articles", "allowedsentence", ["view_allowedsentence"], BOTH),
    (
        "articles",
        "allowedsentence",
        ["add_allowedsentence", "change_allowedsentence", "delete_allowedsentence"],
        (REVIEWERS,),
    ),
    ("clinic", "practitioner", ["view_practitioner"], BOTH),
]
# On the root of the tree, so that they hold for every page.
PAGE_PERMISSIONS = [
    ("wagtailcore", "page", ["add_page", "change_page"], BOTH),
    ("wagtailcore", "page", ["publish_page"], (REVIEWERS,)),
]
# On every picture. Whoever may add one may also change and delete their own.
PICTURE_PERMISSIONS = [("wagtailimages", "image", ["add_image", "choose_image"], BOTH)]


def grant(apps, schema_editor):
    """Replace the permissions that Wagtail's own migrations gave both groups."""
    _rename(apps, MODERATORS, REVIEWERS)
    for name in BOTH:
        group, _created = apps.get_model("auth", "Group").objects.get_or_create(name=name)
        _grant_to(apps, group)


def restore_name(apps, schema_editor):
    """Give the group Wagtail's name again; permissions stay, for people may have been relying on them."""
    _rename(apps, REVIEWERS, MODERATORS)


def _rename(apps, old, new):
    groups = apps.get_model("auth", "Group").objects
    if not groups.filter(name=new).exists():
        groups.filter(name=old).update(name=new)


def _grant_to(apps, group):
    group.permissions.set(_permissions(apps, group, PERMISSIONS))
    page_root = apps.get_model("wagtailcore", "Page").objects.get(depth=1)
    _set_on_root(apps, group, "GroupPagePermission", PAGE_PERMISSIONS, page=page_root)
    collection_root = apps.get_model("wagtailcore", "Collection").objects.get(depth=1)
    _set_on_root(apps, group, "GroupCollectionPermission", PICTURE_PERMISSIONS, collection=collection_root)


def _set_on_root(apps, group, model_name, rows, **root):
    model = apps.get_model("wagtailcore", model_name)
    model.objects.filter(group=group).delete()
    model.objects.bulk_create(
        model(group=group, permission=permission, **root) for permission in _permissions(apps, group, rows)
    )


def _permissions(apps, group, rows):
    return [
        _permission(apps, app_label, model, codename)
        for app_label, model, codenames, groups in rows
        if group.name in groups
        for codename in codenames
    ]


def _permission(apps, app_label, model, codename):
    # Django makes permissions only after the last migration, so they are made here with the names it would use.
    options = apps.get_model(app_label, model)._meta
    name = f"Can {codename.partition('_')[0]} {options.verbose_name}"
    content_type, _created = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label=app_label, model=model
    )
    permission, _created = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=content_type,
        codename=codename,
        defaults={"name": dict(options.permissions).get(codename, name)},
    )
    return permission


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0002_triggers"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("clinic", "0004_home_page"),
        ("wagtailadmin", "0005_editingsession_is_editing"),
        ("wagtailcore", "0098_apitoken"),
        ("wagtailimages", "0027_image_description"),
    ]

    operations = [migrations.RunPython(grant, restore_name)]
