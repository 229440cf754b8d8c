"""Accounts and practitioners. It comes before Wagtail's own migrations, which need the accounts."""

import django.core.validators
import django.db.models.functions.text
import django.utils.timezone
from django.db import migrations, models

import clinic.identity.people


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
                        help_text="Leave empty when it does not expire or is not known. Visitors do not see it.",
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
        migrations.AddConstraint(
            model_name="user",
            constraint=models.UniqueConstraint(
                django.db.models.functions.text.Lower("email"), name="clinic_user_email_any_case"
            ),
        ),
    ]
