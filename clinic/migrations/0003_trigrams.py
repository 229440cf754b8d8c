"""Extension pg_trgm, with which the search finds pages for misspelled words.

The extension is a trusted one: the owner of the database may create it.
"""

from django.contrib.postgres.operations import TrigramExtension
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("clinic", "0002_pages_pictures_details")]

    operations = [TrigramExtension()]
