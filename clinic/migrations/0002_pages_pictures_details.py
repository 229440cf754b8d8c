"""Pages, pictures and the clinic's details."""

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import wagtail.fields
import wagtail.images.models
import wagtail.models.media

import modelsearch.index
import phonenumber_field.modelfields
import taggit.managers

import clinic.pages.routing


class Migration(migrations.Migration):
    dependencies = [
        ("clinic", "0001_initial"),
        ("taggit", "0006_rename_taggeditem_content_type_object_id_taggit_tagg_content_8fc721_idx"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [
        migrations.CreateModel(
            name="HomePage",
            fields=[
                (
                    "page_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to=settings.WAGTAIL_PAGE_MODEL,
                    ),
                ),
                (
                    "headline",
                    models.CharField(
                        help_text="What you do, in a few honest words. No promises.",
                        max_length=120,
                        verbose_name="headline",
                    ),
                ),
                (
                    "introduction",
                    models.TextField(
                        help_text="One or two sentences below the headline: for whom, and how to ask.",
                        max_length=400,
                        verbose_name="introduction",
                    ),
                ),
                (
                    "body",
                    wagtail.fields.StreamField(
                        [
                            ("heading", 0),
                            ("paragraph", 1),
                            ("photo", 4),
                            ("quote", 7),
                            ("facts", 13),
                            ("faq", 18),
                            ("page_cards", 21),
                            ("people", 23),
                            ("opening_hours", 24),
                            ("call_to_action", 27),
                        ],
                        blank=True,
                        block_lookup={
                            0: ("clinic.pages.blocks.text.HeadingBlock", (), {}),
                            1: ("clinic.pages.blocks.text.ParagraphBlock", (), {}),
                            2: (
                                "wagtail.images.blocks.ImageBlock",
                                [],
                                {
                                    "help_text": "Say what it shows, for readers who cannot see it, or mark it decorative.",
                                    "label": "Picture",
                                },
                            ),
                            3: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "Optional. The credit is added below it by itself.",
                                    "label": "Caption",
                                    "max_length": 200,
                                    "required": False,
                                },
                            ),
                            4: ("wagtail.blocks.StructBlock", [[("image", 2), ("caption", 3)]], {}),
                            5: (
                                "wagtail.blocks.TextBlock",
                                (),
                                {
                                    "help_text": "The words as they were said, without quotation marks.",
                                    "label": "Quote",
                                },
                            ),
                            6: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "Who said it. Patients' praise of a treatment may not be quoted.",
                                    "label": "Said by",
                                },
                            ),
                            7: ("wagtail.blocks.StructBlock", [[("text", 5), ("attribution", 6)]], {}),
                            8: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"help_text": "What these facts are about.", "label": "Heading"},
                            ),
                            9: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"help_text": "A word or two, such as: How long it takes.", "label": "What"},
                            ),
                            10: (
                                "wagtail.blocks.TextBlock",
                                (),
                                {"help_text": "One short sentence.", "label": "Detail"},
                            ),
                            11: ("wagtail.blocks.StructBlock", [[("term", 9), ("detail", 10)]], {}),
                            12: (
                                "wagtail.blocks.ListBlock",
                                (11,),
                                {"help_text": "Up to six read best.", "label": "Facts", "min_num": 1},
                            ),
                            13: ("wagtail.blocks.StructBlock", [[("heading", 8), ("items", 12)]], {}),
                            14: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"help_text": "As a patient would ask it.", "label": "Question"},
                            ),
                            15: (
                                "wagtail.blocks.RichTextBlock",
                                (),
                                {
                                    "features": ["bold", "italic", "ol", "ul", "link"],
                                    "help_text": "Two or three sentences. The first one answers the question.",
                                    "label": "Answer",
                                },
                            ),
                            16: ("wagtail.blocks.StructBlock", [[("question", 14), ("answer", 15)]], {}),
                            17: (
                                "wagtail.blocks.ListBlock",
                                (16,),
                                {"help_text": "The most common first.", "label": "Questions", "min_num": 1},
                            ),
                            18: ("wagtail.blocks.StructBlock", [[("items", 17)]], {}),
                            19: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "What the cards lead to, often as a question.",
                                    "label": "Heading",
                                },
                            ),
                            20: (
                                "wagtail.blocks.PageChooserBlock",
                                (),
                                {
                                    "help_text": "Every published page below this one becomes a card.",
                                    "label": "Pages below",
                                },
                            ),
                            21: ("wagtail.blocks.StructBlock", [[("heading", 19), ("parent", 20)]], {}),
                            22: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"help_text": "Such as: Who will treat you.", "label": "Heading"},
                            ),
                            23: ("wagtail.blocks.StructBlock", [[("heading", 22)]], {}),
                            24: ("clinic.pages.blocks.listings.OpeningHoursBlock", (), {}),
                            25: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"help_text": "An invitation, not a promise.", "label": "Heading"},
                            ),
                            26: (
                                "wagtail.blocks.TextBlock",
                                (),
                                {
                                    "help_text": "A sentence or two. The buttons below it come by themselves.",
                                    "label": "Text",
                                    "required": False,
                                },
                            ),
                            27: ("wagtail.blocks.StructBlock", [[("heading", 25), ("text", 26)]], {}),
                        },
                        help_text="The parts of the page from top to bottom.",
                        verbose_name="content",
                    ),
                ),
            ],
            options={
                "verbose_name": "home page",
                "verbose_name_plural": "home pages",
            },
            bases=(clinic.pages.routing.PrefetchedRootMixin, "wagtailcore.page"),
        ),
        migrations.CreateModel(
            name="InformationPage",
            fields=[
                (
                    "page_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to=settings.WAGTAIL_PAGE_MODEL,
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
                    "introduction",
                    models.TextField(
                        blank=True,
                        help_text="One or two sentences that say what the page is about.",
                        max_length=400,
                        verbose_name="introduction",
                    ),
                ),
                (
                    "body",
                    wagtail.fields.StreamField(
                        [
                            ("heading", 0),
                            ("paragraph", 1),
                            ("photo", 4),
                            ("quote", 7),
                            ("facts", 13),
                            ("faq", 18),
                            ("page_cards", 21),
                            ("people", 23),
                            ("opening_hours", 24),
                            ("call_to_action", 27),
                        ],
                        blank=True,
                        block_lookup={
                            0: ("clinic.pages.blocks.text.HeadingBlock", (), {}),
                            1: ("clinic.pages.blocks.text.ParagraphBlock", (), {}),
                            2: (
                                "wagtail.images.blocks.ImageBlock",
                                [],
                                {
                                    "help_text": "Say what it shows, for readers who cannot see it, or mark it decorative.",
                                    "label": "Picture",
                                },
                            ),
                            3: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "Optional. The credit is added below it by itself.",
                                    "label": "Caption",
                                    "max_length": 200,
                                    "required": False,
                                },
                            ),
                            4: ("wagtail.blocks.StructBlock", [[("image", 2), ("caption", 3)]], {}),
                            5: (
                                "wagtail.blocks.TextBlock",
                                (),
                                {
                                    "help_text": "The words as they were said, without quotation marks.",
                                    "label": "Quote",
                                },
                            ),
                            6: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "Who said it. Patients' praise of a treatment may not be quoted.",
                                    "label": "Said by",
                                },
                            ),
                            7: ("wagtail.blocks.StructBlock", [[("text", 5), ("attribution", 6)]], {}),
                            8: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"help_text": "What these facts are about.", "label": "Heading"},
                            ),
                            9: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"help_text": "A word or two, such as: How long it takes.", "label": "What"},
                            ),
                            10: (
                                "wagtail.blocks.TextBlock",
                                (),
                                {"help_text": "One short sentence.", "label": "Detail"},
                            ),
                            11: ("wagtail.blocks.StructBlock", [[("term", 9), ("detail", 10)]], {}),
                            12: (
                                "wagtail.blocks.ListBlock",
                                (11,),
                                {"help_text": "Up to six read best.", "label": "Facts", "min_num": 1},
                            ),
                            13: ("wagtail.blocks.StructBlock", [[("heading", 8), ("items", 12)]], {}),
                            14: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"help_text": "As a patient would ask it.", "label": "Question"},
                            ),
                            15: (
                                "wagtail.blocks.RichTextBlock",
                                (),
                                {
                                    "features": ["bold", "italic", "ol", "ul", "link"],
                                    "help_text": "Two or three sentences. The first one answers the question.",
                                    "label": "Answer",
                                },
                            ),
                            16: ("wagtail.blocks.StructBlock", [[("question", 14), ("answer", 15)]], {}),
                            17: (
                                "wagtail.blocks.ListBlock",
                                (16,),
                                {"help_text": "The most common first.", "label": "Questions", "min_num": 1},
                            ),
                            18: ("wagtail.blocks.StructBlock", [[("items", 17)]], {}),
                            19: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "What the cards lead to, often as a question.",
                                    "label": "Heading",
                                },
                            ),
                            20: (
                                "wagtail.blocks.PageChooserBlock",
                                (),
                                {
                                    "help_text": "Every published page below this one becomes a card.",
                                    "label": "Pages below",
                                },
                            ),
                            21: ("wagtail.blocks.StructBlock", [[("heading", 19), ("parent", 20)]], {}),
                            22: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"help_text": "Such as: Who will treat you.", "label": "Heading"},
                            ),
                            23: ("wagtail.blocks.StructBlock", [[("heading", 22)]], {}),
                            24: ("clinic.pages.blocks.listings.OpeningHoursBlock", (), {}),
                            25: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"help_text": "An invitation, not a promise.", "label": "Heading"},
                            ),
                            26: (
                                "wagtail.blocks.TextBlock",
                                (),
                                {
                                    "help_text": "A sentence or two. The buttons below it come by themselves.",
                                    "label": "Text",
                                    "required": False,
                                },
                            ),
                            27: ("wagtail.blocks.StructBlock", [[("heading", 25), ("text", 26)]], {}),
                        },
                        help_text="The parts of the page from top to bottom.",
                        verbose_name="content",
                    ),
                ),
            ],
            options={
                "verbose_name": "information page",
                "verbose_name_plural": "information pages",
            },
            bases=(clinic.pages.routing.PrefetchedPageMixin, "wagtailcore.page", models.Model),
        ),
        migrations.CreateModel(
            name="ClinicImage",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=255, verbose_name="title")),
                (
                    "file",
                    wagtail.images.models.WagtailImageField(
                        height_field="height",
                        upload_to=wagtail.images.models.get_upload_to,
                        verbose_name="file",
                        width_field="width",
                    ),
                ),
                (
                    "description",
                    models.CharField(blank=True, default="", max_length=255, verbose_name="description"),
                ),
                ("width", models.IntegerField(editable=False, verbose_name="width")),
                ("height", models.IntegerField(editable=False, verbose_name="height")),
                (
                    "created_at",
                    models.DateTimeField(auto_now_add=True, db_index=True, verbose_name="created at"),
                ),
                ("focal_point_x", models.PositiveIntegerField(blank=True, null=True)),
                ("focal_point_y", models.PositiveIntegerField(blank=True, null=True)),
                ("focal_point_width", models.PositiveIntegerField(blank=True, null=True)),
                ("focal_point_height", models.PositiveIntegerField(blank=True, null=True)),
                ("file_size", models.PositiveIntegerField(editable=False, null=True)),
                ("file_hash", models.CharField(blank=True, db_index=True, editable=False, max_length=40)),
                (
                    "credit",
                    models.CharField(
                        help_text="Who made it. It is printed under the picture.",
                        max_length=200,
                        verbose_name="credit",
                    ),
                ),
                (
                    "license",
                    models.CharField(
                        help_text="Why we may use it, such as: own picture, CC BY 4.0, bought from a named shop.",
                        max_length=200,
                        verbose_name="license",
                    ),
                ),
                (
                    "alt_decision",
                    models.CharField(
                        choices=[
                            ("described", "It shows something: the description says what"),
                            ("decorative", "It only decorates: screen readers skip it"),
                        ],
                        help_text="Does a reader who cannot see it miss something? Then describe it in the description.",
                        max_length=20,
                        verbose_name="what it is for",
                    ),
                ),
                (
                    "people_shown",
                    models.CharField(
                        choices=[
                            ("nobody", "Nobody can be recognized"),
                            ("model", "A model: the page says so"),
                            ("consented", "A real person who agreed in writing"),
                        ],
                        help_text="The law wants readers to know when a person in a picture is not a patient of ours.",
                        max_length=20,
                        verbose_name="people shown",
                    ),
                ),
                (
                    "collection",
                    models.ForeignKey(
                        default=wagtail.models.media.get_root_collection_id,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="wagtailcore.collection",
                        verbose_name="collection",
                    ),
                ),
                (
                    "tags",
                    taggit.managers.TaggableManager(
                        blank=True,
                        help_text=None,
                        through="taggit.TaggedItem",
                        to="taggit.Tag",
                        verbose_name="tags",
                    ),
                ),
                (
                    "uploaded_by_user",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="uploaded by user",
                    ),
                ),
            ],
            options={
                "verbose_name": "picture",
                "verbose_name_plural": "pictures",
                "abstract": False,
            },
            bases=(wagtail.images.models.ImageFileMixin, modelsearch.index.Indexed, models.Model),
        ),
        migrations.CreateModel(
            name="ClinicRendition",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("filter_spec", models.CharField(db_index=True, max_length=255)),
                (
                    "file",
                    wagtail.images.models.WagtailImageField(
                        height_field="height",
                        storage=wagtail.images.models.get_rendition_storage,
                        upload_to=wagtail.images.models.get_rendition_upload_to,
                        width_field="width",
                    ),
                ),
                ("width", models.IntegerField(editable=False)),
                ("height", models.IntegerField(editable=False)),
                ("focal_point_key", models.CharField(blank=True, default="", editable=False, max_length=16)),
                (
                    "image",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="renditions",
                        to="clinic.clinicimage",
                    ),
                ),
            ],
            bases=(wagtail.images.models.ImageFileMixin, models.Model),
        ),
        migrations.CreateModel(
            name="ClinicSettings",
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
                    "clinic_name",
                    models.CharField(
                        help_text="As it stands on the door.",
                        max_length=120,
                        verbose_name="name of the clinic",
                    ),
                ),
                (
                    "phone",
                    phonenumber_field.modelfields.PhoneNumberField(
                        help_text="The number that patients call, such as 949-510-6333.",
                        max_length=128,
                        region=None,
                        verbose_name="phone",
                    ),
                ),
                (
                    "email",
                    models.EmailField(
                        blank=True,
                        help_text="Shown to visitors. Leave it empty if patients should rather call or use the form.",
                        max_length=254,
                        verbose_name="e-mail address",
                    ),
                ),
                (
                    "street_address",
                    models.CharField(
                        help_text="Where patients come to, with the suite number.",
                        max_length=120,
                        verbose_name="street and number",
                    ),
                ),
                (
                    "locality",
                    models.CharField(
                        help_text="The city, such as San Juan Capistrano.", max_length=80, verbose_name="city"
                    ),
                ),
                (
                    "region",
                    models.CharField(
                        default="CA",
                        help_text="The state in two letters, such as CA.",
                        max_length=40,
                        verbose_name="state",
                    ),
                ),
                (
                    "postal_code",
                    models.CharField(
                        help_text="Five digits, such as 92675.", max_length=12, verbose_name="ZIP code"
                    ),
                ),
                (
                    "directions",
                    models.TextField(
                        blank=True,
                        help_text="Parking, buses and trains, and how to come in without steps.",
                        verbose_name="how to find us",
                    ),
                ),
                (
                    "opening_hours",
                    wagtail.fields.StreamField(
                        [("hours", 3)],
                        blank=True,
                        block_lookup={
                            0: (
                                "wagtail.blocks.ChoiceBlock",
                                [],
                                {
                                    "choices": [
                                        ("0", "Monday"),
                                        ("1", "Tuesday"),
                                        ("2", "Wednesday"),
                                        ("3", "Thursday"),
                                        ("4", "Friday"),
                                        ("5", "Saturday"),
                                        ("6", "Sunday"),
                                    ],
                                    "help_text": "A day that is missing from the list is a closed day.",
                                    "label": "Day",
                                },
                            ),
                            1: (
                                "wagtail.blocks.TimeBlock",
                                (),
                                {"help_text": "In the clinic's own time, such as 09:00.", "label": "Opens"},
                            ),
                            2: (
                                "wagtail.blocks.TimeBlock",
                                (),
                                {
                                    "help_text": "For a lunch break, add the same day twice.",
                                    "label": "Closes",
                                },
                            ),
                            3: (
                                "wagtail.blocks.StructBlock",
                                [[("day", 0), ("opens", 1), ("closes", 2)]],
                                {},
                            ),
                        },
                        help_text="The days and hours on which somebody is there. Promises to patients count these hours.",
                        verbose_name="opening hours",
                    ),
                ),
                (
                    "closures",
                    wagtail.fields.StreamField(
                        [("closure", 3)],
                        blank=True,
                        block_lookup={
                            0: (
                                "wagtail.blocks.DateBlock",
                                (),
                                {
                                    "help_text": "The first day on which the clinic is closed.",
                                    "label": "First day",
                                },
                            ),
                            1: (
                                "wagtail.blocks.DateBlock",
                                (),
                                {
                                    "help_text": "The last closed day; for one day, the same date.",
                                    "label": "Last day",
                                },
                            ),
                            2: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "Shown to visitors, such as: Thanksgiving.",
                                    "label": "Reason",
                                    "max_length": 80,
                                    "required": False,
                                },
                            ),
                            3: (
                                "wagtail.blocks.StructBlock",
                                [[("first_day", 0), ("last_day", 1), ("reason", 2)]],
                                {},
                            ),
                        },
                        help_text="Holidays and other days off. Visitors see them, and promises to patients skip them.",
                        verbose_name="days closed",
                    ),
                ),
                (
                    "reply_hours",
                    models.PositiveSmallIntegerField(
                        default=8,
                        help_text="Within how many opening hours the front desk answers a request. Patients are told.",
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(80),
                        ],
                        verbose_name="hours until the first reply",
                    ),
                ),
                (
                    "site",
                    models.OneToOneField(
                        editable=False, on_delete=django.db.models.deletion.CASCADE, to="wagtailcore.site"
                    ),
                ),
            ],
            options={
                "verbose_name": "Clinic details",
            },
        ),
        migrations.AddConstraint(
            model_name="clinicrendition",
            constraint=models.UniqueConstraint(
                fields=("image", "filter_spec", "focal_point_key"), name="clinic_rendition_once"
            ),
        ),
    ]
