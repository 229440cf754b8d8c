"""People: accounts of staff, who sign in with an e-mail address, and practitioners."""

import django.core.validators
import django.db.models.functions.text
import django.utils.timezone
from django.db import migrations, models

import wagtail.fields

import clinic.identity.people

# The blocks of each stream field, one a line: a block names those within it by their numbers.
# fmt: off
PRACTITIONER_WORKING_HOURS = {
    0: ("wagtail.blocks.ChoiceBlock", [], {"choices": [("0", "Monday"), ("1", "Tuesday"), ("2", "Wednesday"), ("3", "Thursday"), ("4", "Friday"), ("5", "Saturday"), ("6", "Sunday")], "help_text": "A day that is missing from the list is a closed day.", "label": "Day"}),
    1: ("wagtail.blocks.TimeBlock", (), {"help_text": "In the clinic's own time, such as 09:00.", "label": "Opens"}),
    2: ("wagtail.blocks.TimeBlock", (), {"help_text": "For a lunch break, add the same day twice.", "label": "Closes"}),
    3: ("wagtail.blocks.StructBlock", [[("day", 0), ("opens", 1), ("closes", 2)]], {}),
}

PRACTITIONER_LEAVE = {
    0: ("wagtail.blocks.DateBlock", (), {"label": "First day away"}),
    1: ("wagtail.blocks.DateBlock", (), {"help_text": "For one day, the same date.", "label": "Last day away"}),
    2: ("wagtail.blocks.StructBlock", [[("first_day", 0), ("last_day", 1)]], {}),
}
# fmt: on


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        migrations.CreateModel(
            name="User",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                (
                    "is_superuser",
                    models.BooleanField(
                        default=False,
                        help_text="Designates that this user has all permissions without explicitly assigning them.",
                        verbose_name="superuser status",
                    ),
                ),
                ("first_name", models.CharField(blank=True, max_length=150, verbose_name="first name")),
                ("last_name", models.CharField(blank=True, max_length=150, verbose_name="last name")),
                (
                    "is_staff",
                    models.BooleanField(
                        default=False,
                        help_text="Designates whether the user can log into this admin site.",
                        verbose_name="staff status",
                    ),
                ),
                (
                    "is_active",
                    models.BooleanField(
                        default=True,
                        help_text="Designates whether this user should be treated as active. Unselect this instead of deleting accounts.",
                        verbose_name="active",
                    ),
                ),
                (
                    "date_joined",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="date joined"),
                ),
                (
                    "is_demonstration",
                    models.BooleanField(
                        default=False,
                        help_text="Ticked for invented people, hours and prices. Untick it once everything here is real: the site refuses to go live while it is ticked anywhere.",
                        verbose_name="made up for the demonstration",
                    ),
                ),
                (
                    "email",
                    models.EmailField(
                        error_messages={"unique": "Somebody already signs in with this e-mail address."},
                        help_text="The address this person signs in with.",
                        max_length=254,
                        unique=True,
                        verbose_name="e-mail address",
                    ),
                ),
                (
                    "groups",
                    models.ManyToManyField(
                        blank=True,
                        help_text="The groups this user belongs to. A user will get all permissions granted to each of their groups.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.group",
                        verbose_name="groups",
                    ),
                ),
                (
                    "user_permissions",
                    models.ManyToManyField(
                        blank=True,
                        help_text="Specific permissions for this user.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.permission",
                        verbose_name="user permissions",
                    ),
                ),
            ],
            options={
                "verbose_name": "user",
                "verbose_name_plural": "users",
                "constraints": [
                    models.UniqueConstraint(
                        django.db.models.functions.text.Lower("email"), name="clinic_user_email_any_case"
                    )
                ],
            },
            managers=[
                ("objects", clinic.identity.people.UserManager()),
            ],
        ),
        migrations.CreateModel(
            name="Practitioner",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "is_demonstration",
                    models.BooleanField(
                        default=False,
                        help_text="Ticked for invented people, hours and prices. Untick it once everything here is real: the site refuses to go live while it is ticked anywhere.",
                        verbose_name="made up for the demonstration",
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        help_text="First and last name, without letters behind it.",
                        max_length=120,
                        verbose_name="name",
                    ),
                ),
                (
                    "post_nominals",
                    models.CharField(
                        blank=True,
                        help_text="License or degree as it is printed behind the name, such as L.Ac.",
                        max_length=40,
                        verbose_name="letters behind the name",
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        default="Licensed acupuncturist",
                        help_text="What this person is here, in words that a patient understands.",
                        max_length=80,
                        verbose_name="role",
                    ),
                ),
                (
                    "license_number",
                    models.CharField(
                        blank=True,
                        help_text="As the licensing board prints it: AC and up to six digits. Patients can look it up.",
                        max_length=12,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^AC ?\\d{1,6}\\Z", "Write AC and up to six digits, such as AC 12345."
                            )
                        ],
                        verbose_name="license number",
                    ),
                ),
                (
                    "licensing_board",
                    models.CharField(
                        default="California Acupuncture Board",
                        help_text="Who gave the license.",
                        max_length=120,
                        verbose_name="licensing board",
                    ),
                ),
                (
                    "license_expires",
                    models.DateField(
                        blank=True,
                        help_text="The license's last day. After it the site no longer lists this person, who can be chosen neither for visits nor for reviews. Leave it empty when the license does not expire.",
                        null=True,
                        verbose_name="license expires on",
                    ),
                ),
                (
                    "languages",
                    models.CharField(
                        blank=True,
                        help_text="Languages this person speaks with patients, such as English, Spanish.",
                        max_length=120,
                        verbose_name="languages",
                    ),
                ),
                (
                    "biography",
                    models.TextField(
                        blank=True,
                        help_text="A few sentences for patients: training, experience, what a visit is like.",
                        verbose_name="about this person",
                    ),
                ),
                (
                    "is_active",
                    models.BooleanField(
                        default=True,
                        help_text="Untick it when somebody leaves. Their articles and past visits stay as they are.",
                        verbose_name="shown on the site",
                    ),
                ),
                (
                    "offers_visits",
                    models.BooleanField(
                        default=True,
                        help_text="Ticked: the front desk can schedule visits with this person.",
                        verbose_name="sees patients",
                    ),
                ),
                (
                    "working_hours",
                    wagtail.fields.StreamField(
                        [("hours", 3)],
                        blank=True,
                        block_lookup=PRACTITIONER_WORKING_HOURS,
                        help_text="When this person sees patients. Leave it empty when it is whenever the clinic is open. The front desk is warned before it schedules a visit outside these hours.",
                        verbose_name="working hours",
                    ),
                ),
                (
                    "leave",
                    wagtail.fields.StreamField(
                        [("leave", 2)],
                        blank=True,
                        block_lookup=PRACTITIONER_LEAVE,
                        help_text="Holidays and other days off. Only the front desk sees them.",
                        verbose_name="days away",
                    ),
                ),
                (
                    "sort_order",
                    models.PositiveSmallIntegerField(
                        default=0,
                        help_text="People with a smaller number come first.",
                        verbose_name="place in lists",
                    ),
                ),
            ],
            options={
                "verbose_name": "practitioner",
                "verbose_name_plural": "practitioners",
                "ordering": ["sort_order", "name"],
            },
        ),
    ]
