"""Each practitioner gets a name in addresses, made from the name."""

from typing import Any

from django.apps.registry import Apps
from django.db import migrations, models
from django.utils.text import slugify

from wagtail.coreutils import string_to_ascii


def name_in_addresses(apps: Apps, schema_editor: Any) -> None:
    """Make the slugs of those who are here already; two of one name get a number."""
    practitioners = apps.get_model("clinic", "Practitioner").objects
    for practitioner in practitioners.filter(slug=None).order_by("pk"):
        wanted = slugify(string_to_ascii(practitioner.name))[:110] or "person"
        is_taken = practitioners.filter(slug=wanted).exists()
        slug = f"{wanted}-{practitioner.pk}" if is_taken else wanted
        practitioners.filter(pk=practitioner.pk).update(slug=slug)


class Migration(migrations.Migration):
    dependencies = [
        ("clinic", "0031_bell"),
    ]

    operations = [
        migrations.AddField(
            model_name="practitioner",
            name="slug",
            field=models.SlugField(
                blank=True,
                help_text="How this person's page and links to the form name them, such as ana-reyes. Left empty, it is made from the name. Links to the old one stop working when you change it.",
                max_length=120,
                null=True,
                unique=True,
                verbose_name="name in addresses",
            ),
        ),
        migrations.RunPython(name_in_addresses, migrations.RunPython.noop),
    ]
