"""`python -m tests.bench.bare`: fills the database of the bare Wagtail project; prints what it is asked for.

As JSON: the cookie of an editor who is signed in, and the address of the list of submissions.
"""

import json
import sys

import django

# As many as the fullest inbox has requests.
SUBMISSIONS = 100_000
SUBMITTED = """
INSERT INTO wagtailforms_formsubmission (page_id, submit_time, form_data)
SELECT %s, now() - n * interval '10 minutes', jsonb_build_object(
    'name', 'Demo ' || n, 'phone', '949555' || lpad((n * 7919 %% 10000)::text, 4, '0'), 'note', 'None.'
) FROM generate_series(1, %s) AS n
"""
# What our form asks a patient, in the kinds that Wagtail has.
QUESTIONS = {
    "Who for": ("radio", "self,somebody else"),
    "Full name": ("singleline", ""),
    "Phone": ("singleline", ""),
    "Voicemail": ("radio", "yes,no"),
    "Email": ("email", ""),
    "Contact by": ("radio", "phone,email"),
    "Speaks": ("dropdown", "en,es"),
    "Visited before": ("radio", "yes,no"),
    "Days": ("checkboxes", "mon,tue,wed,thu,fri"),
    "Times": ("checkboxes", "morning,afternoon"),
    "Note": ("multiline", ""),
    "Consent contact": ("checkbox", ""),
    "Consent email": ("checkbox", ""),
}
OF_THE_LIST = dict.fromkeys(("Name", "Phone", "Note"), ("singleline", ""))

if __name__ == "__main__":
    django.setup()
    from django.contrib.auth.models import Group, Permission, User
    from django.db import connection
    from django.test import Client
    from django.urls import reverse

    from wagtail.models import GroupPagePermission, Page, Site

    from tests.bench.bare.models import BareForm, BareFormField, BarePage

    def make_form(title: str, questions: dict[str, tuple[str, str]], home: Page) -> BareForm:
        """Add a form below the home page."""
        form = home.add_child(instance=BareForm(title=title, slug=title.lower()))
        for order, (label, (kind, choices)) in enumerate(questions.items()):
            field = BareFormField(page=form, label=label, field_type=kind, choices=choices, sort_order=order)
            field.required = kind not in ("checkboxes", "checkbox")
            field.save()
        return form

    def fill() -> None:
        """Make the pages, the submissions, and an editor who may see them."""
        home = Page.objects.get(depth=2)
        Site.objects.update(hostname="127.0.0.1")
        home.add_child(instance=BarePage(title="Nerve pain", slug="page"))
        make_form("Form", QUESTIONS, home)
        mailed = make_form("Mailed", QUESTIONS, home)
        mailed.to_address, mailed.from_address = "front-desk@clinic.example", "site@clinic.example"
        mailed.subject = "A request"
        mailed.save()
        listed = make_form("List", OF_THE_LIST, home)
        readers = Group.objects.create(name="Readers")
        admin = Permission.objects.get(codename="access_admin")
        readers.permissions.add(admin)
        change = Permission.objects.get(content_type__app_label="wagtailcore", codename="change_page")
        GroupPagePermission.objects.create(group=readers, page=listed, permission=change)
        User.objects.create_user("editor").groups.add(readers)
        with connection.cursor() as cursor:
            cursor.execute(SUBMITTED, [listed.pk, SUBMISSIONS])

    if "fill" in sys.argv:
        fill()
    client = Client()
    client.force_login(User.objects.get(username="editor"))
    listed = BareForm.objects.get(slug="list")
    found = {
        "cookie": f"sessionid={client.cookies['sessionid'].value}",
        "list": reverse("wagtailforms:list_submissions", args=[listed.pk]),
    }
    sys.stdout.write(json.dumps(found))
