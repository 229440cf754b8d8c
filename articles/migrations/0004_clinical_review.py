"""Replaces Wagtail's approval task by a clinical review, in which nobody approves their own work.

Wagtail's step keeps its key and becomes ours in place, so that whatever waits for approval goes on waiting.
"""

from django.db import migrations

REVIEWERS, WAGTAILS_NAME, OURS = "Clinical reviewers", "Moderators approval", "Clinical review"


def to_clinical_review(apps, schema_editor):
    """Turn Wagtail's approval by the reviewers' group into a clinical review."""
    _turn(apps, "wagtailcore", "GroupApprovalTask", "articles", "ClinicalReviewTask", WAGTAILS_NAME, OURS)


def to_wagtails_approval(apps, schema_editor):
    """Turn the clinical review back into Wagtail's approval."""
    _turn(apps, "articles", "ClinicalReviewTask", "wagtailcore", "GroupApprovalTask", OURS, WAGTAILS_NAME)


def _turn(apps, old_app, old_model, new_app, new_model, old_name, new_name):
    New = apps.get_model(new_app, new_model)
    content_type, _created = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label=new_app, model=new_model.lower()
    )
    for old in apps.get_model(old_app, old_model).objects.filter(groups__name=REVIEWERS).distinct():
        groups = list(old.groups.all())
        task = old.task_ptr
        old.groups.clear()
        old.delete(keep_parents=True)
        task.content_type = content_type
        if task.name == old_name:
            task.name = new_name
        task.save()
        new = New(task_ptr_id=task.pk)
        # Only our own row: the step exists already.
        new.save_base(raw=True)
        new.groups.set(groups)
    apps.get_model("wagtailcore", "Workflow").objects.filter(name=old_name).update(name=new_name)


class Migration(migrations.Migration):
    dependencies = [("articles", "0003_groups")]

    operations = [migrations.RunPython(to_clinical_review, to_wagtails_approval)]
