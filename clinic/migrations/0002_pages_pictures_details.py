"""Pages, pictures and the clinic's own details. Apart from people: Wagtail's tables need accounts first."""

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

# The blocks of each stream field, one a line: a block names those within it by their numbers.
# fmt: off
CLINIC_SETTINGS_OPENING_HOURS = {
    0: ("wagtail.blocks.ChoiceBlock", [], {"choices": [("0", "Monday"), ("1", "Tuesday"), ("2", "Wednesday"), ("3", "Thursday"), ("4", "Friday"), ("5", "Saturday"), ("6", "Sunday")], "help_text": "A day that is missing from the list is a closed day.", "label": "Day"}),
    1: ("wagtail.blocks.TimeBlock", (), {"help_text": "In the clinic's own time, such as 09:00.", "label": "Opens"}),
    2: ("wagtail.blocks.TimeBlock", (), {"help_text": "For a lunch break, add the same day twice.", "label": "Closes"}),
    3: ("wagtail.blocks.StructBlock", [[("day", 0), ("opens", 1), ("closes", 2)]], {}),
}

CLINIC_SETTINGS_CLOSURES = {
    0: ("wagtail.blocks.DateBlock", (), {"help_text": "The first day on which the clinic is closed.", "label": "First day"}),
    1: ("wagtail.blocks.DateBlock", (), {"help_text": "The last closed day; for one day, the same date.", "label": "Last day"}),
    2: ("wagtail.blocks.CharBlock", (), {"help_text": "Shown to visitors, such as: Thanksgiving.", "label": "Reason", "max_length": 80, "required": False}),
    3: ("wagtail.blocks.StructBlock", [[("first_day", 0), ("last_day", 1), ("reason", 2)]], {}),
}

HOME_PAGE_BODY = {
    0: ("clinic.pages.blocks.text.HeadingBlock", (), {}),
    1: ("clinic.pages.blocks.text.ParagraphBlock", (), {}),
    2: ("wagtail.images.blocks.ImageBlock", [], {"help_text": "Say what it shows, for readers who cannot see it, or mark it decorative.", "label": "Picture"}),
    3: ("wagtail.blocks.CharBlock", (), {"help_text": "Optional. The credit is added below it by itself.", "label": "Caption", "max_length": 200, "required": False}),
    4: ("wagtail.blocks.StructBlock", [[("image", 2), ("caption", 3)]], {}),
    5: ("wagtail.blocks.ChoiceBlock", [], {"choices": [("back_leg", "Back and leg"), ("hand", "Hand"), ("face", "Face"), ("feet", "Feet"), ("nerves", "Nerves, whole body"), ("needles", "Needles"), ("room", "Treatment room"), ("map", "Map (demonstration)")], "help_text": "All drawings share one style and follow the light or dark theme.", "label": "Drawing"}),
    6: ("wagtail.blocks.ChoiceBlock", [], {"choices": [("described", "It shows something: the description says what"), ("decorative", "It only decorates: screen readers skip it")], "help_text": "Does a reader who cannot see it miss something? Then describe it in the next field.", "label": "What it is for"}),
    7: ("wagtail.blocks.CharBlock", (), {"help_text": "What it shows, such as: the median nerve runs under the band of the wrist.", "label": "Description", "max_length": 200, "required": False}),
    8: ("wagtail.blocks.CharBlock", (), {"help_text": "Optional, below the drawing. Do not repeat the description.", "label": "Caption", "max_length": 200, "required": False}),
    9: ("wagtail.blocks.ChoiceBlock", [], {"choices": [("small", "Small"), ("large", "Large")], "help_text": "Small suits most pages.", "label": "Size"}),
    10: ("wagtail.blocks.StructBlock", [[("drawing", 5), ("alt_decision", 6), ("description", 7), ("caption", 8), ("size", 9)]], {}),
    11: ("wagtail.blocks.TextBlock", (), {"help_text": "The words as they were said, without quotation marks.", "label": "Quote"}),
    12: ("wagtail.blocks.CharBlock", (), {"help_text": "Who said it. Patients' praise of a treatment may not be quoted.", "label": "Said by"}),
    13: ("wagtail.blocks.StructBlock", [[("text", 11), ("attribution", 12)]], {}),
    14: ("wagtail.blocks.CharBlock", (), {"help_text": "What these facts are about.", "label": "Heading"}),
    15: ("wagtail.blocks.CharBlock", (), {"help_text": "A word or two, such as: How long it takes.", "label": "What"}),
    16: ("wagtail.blocks.TextBlock", (), {"help_text": "One short sentence.", "label": "Detail"}),
    17: ("wagtail.blocks.StructBlock", [[("term", 15), ("detail", 16)]], {}),
    18: ("wagtail.blocks.ListBlock", (17,), {"help_text": "Up to six read best.", "label": "Facts", "min_num": 1}),
    19: ("wagtail.blocks.StructBlock", [[("heading", 14), ("items", 18)]], {}),
    20: ("wagtail.blocks.CharBlock", (), {"help_text": "What the steps lead through, often as a question.", "label": "Heading"}),
    21: ("wagtail.blocks.CharBlock", (), {"help_text": "A few words, such as: We listen. The number comes by itself.", "label": "Step", "max_length": 80}),
    22: ("wagtail.blocks.TextBlock", (), {"help_text": "One to three short sentences.", "label": "What happens"}),
    23: ("wagtail.blocks.StructBlock", [[("title", 21), ("text", 22)]], {}),
    24: ("wagtail.blocks.ListBlock", (23,), {"help_text": "From first to last. Drag them into another order; the numbers follow.", "label": "Steps", "max_num": 9, "min_num": 2}),
    25: ("wagtail.blocks.StructBlock", [[("heading", 20), ("items", 24)]], {}),
    26: ("wagtail.blocks.CharBlock", (), {"help_text": "What is compared. It stands above the table and is read aloud first.", "label": "Title of the table", "max_length": 120}),
    27: ("wagtail.blocks.CharBlock", (), {"help_text": "What the rows are, such as: Visit.", "label": "Heading of the first column", "max_length": 40}),
    28: ("wagtail.blocks.CharBlock", (), {"help_text": "One or two words, such as: Time.", "label": "Column", "max_length": 40}),
    29: ("wagtail.blocks.ListBlock", (28,), {"help_text": "At most four: more do not fit a phone.", "label": "Headings of the other columns", "max_num": 4, "min_num": 1}),
    30: ("wagtail.blocks.CharBlock", (), {"help_text": "What this row is about, such as: First visit.", "label": "Row"}),
    31: ("wagtail.blocks.CharBlock", (), {"help_text": "A few words or a number.", "label": "Cell"}),
    32: ("wagtail.blocks.ListBlock", (31,), {"help_text": "One for each column, in the columns' order.", "label": "Cells", "min_num": 1}),
    33: ("wagtail.blocks.StructBlock", [[("name", 30), ("cells", 32)]], {}),
    34: ("wagtail.blocks.ListBlock", (33,), {"help_text": "Each row needs as many cells as there are other columns.", "label": "Rows", "min_num": 1}),
    35: ("wagtail.blocks.TextBlock", (), {"help_text": "Optional, in small letters below the table, such as an exception.", "label": "Note", "required": False}),
    36: ("wagtail.blocks.StructBlock", [[("caption", 26), ("first_column", 27), ("columns", 29), ("rows", 34), ("note", 35)]], {}),
    37: ("wagtail.blocks.CharBlock", (), {"help_text": "As a patient would ask it.", "label": "Question"}),
    38: ("wagtail.blocks.RichTextBlock", (), {"features": ["bold", "italic", "ol", "ul", "link"], "help_text": "Two or three sentences. The first one answers the question.", "label": "Answer"}),
    39: ("wagtail.blocks.StructBlock", [[("question", 37), ("answer", 38)]], {}),
    40: ("wagtail.blocks.ListBlock", (39,), {"help_text": "The most common first.", "label": "Questions", "min_num": 1}),
    41: ("wagtail.blocks.StructBlock", [[("items", 40)]], {}),
    42: ("wagtail.blocks.CharBlock", (), {"help_text": "What the cards lead to, often as a question.", "label": "Heading"}),
    43: ("wagtail.blocks.PageChooserBlock", (), {"help_text": "Every published page below this one becomes a card.", "label": "Pages below"}),
    44: ("wagtail.blocks.StructBlock", [[("heading", 42), ("parent", 43)]], {}),
    45: ("wagtail.blocks.CharBlock", (), {"help_text": "Such as: Who will treat you.", "label": "Heading"}),
    46: ("wagtail.blocks.StructBlock", [[("heading", 45)]], {}),
    47: ("clinic.pages.blocks.listings.OpeningHoursBlock", (), {}),
    48: ("wagtail.blocks.CharBlock", (), {"help_text": "An invitation, not a promise.", "label": "Heading"}),
    49: ("wagtail.blocks.TextBlock", (), {"help_text": "A sentence or two. The buttons below it come by themselves.", "label": "Text", "required": False}),
    50: ("wagtail.blocks.StructBlock", [[("heading", 48), ("text", 49)]], {}),
}
# fmt: on


class Migration(migrations.Migration):
    dependencies = [
        ("clinic", "0001_people"),
        ("taggit", "0006_rename_taggeditem_content_type_object_id_taggit_tagg_content_8fc721_idx"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [
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
                    "site",
                    models.OneToOneField(
                        editable=False, on_delete=django.db.models.deletion.CASCADE, to="wagtailcore.site"
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
                        block_lookup=CLINIC_SETTINGS_OPENING_HOURS,
                        help_text="The days and hours on which somebody is there. Promises to patients count these hours.",
                        verbose_name="opening hours",
                    ),
                ),
                (
                    "closures",
                    wagtail.fields.StreamField(
                        [("closure", 3)],
                        blank=True,
                        block_lookup=CLINIC_SETTINGS_CLOSURES,
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
                    "first_look_minutes",
                    models.PositiveSmallIntegerField(
                        default=60,
                        help_text="Opening time in which somebody at the desk takes a new request or works on it.",
                        validators=[
                            django.core.validators.MinValueValidator(5),
                            django.core.validators.MaxValueValidator(4800),
                        ],
                        verbose_name="minutes until somebody looks",
                    ),
                ),
                (
                    "first_contact_minutes",
                    models.PositiveSmallIntegerField(
                        default=240,
                        help_text="Opening time in which the desk first tries to reach the patient.",
                        validators=[
                            django.core.validators.MinValueValidator(5),
                            django.core.validators.MaxValueValidator(4800),
                        ],
                        verbose_name="minutes until the first call",
                    ),
                ),
                (
                    "urgent_minutes",
                    models.PositiveSmallIntegerField(
                        default=30,
                        help_text="The same for a request that the desk marked as urgent.",
                        validators=[
                            django.core.validators.MinValueValidator(5),
                            django.core.validators.MaxValueValidator(4800),
                        ],
                        verbose_name="minutes until an urgent call",
                    ),
                ),
                (
                    "undo_minutes",
                    models.PositiveSmallIntegerField(
                        default=3,
                        help_text="How long a message to a patient waits, so that the desk can undo it. 0 sends it at once.",
                        validators=[django.core.validators.MaxValueValidator(60)],
                        verbose_name="minutes before a message goes",
                    ),
                ),
                (
                    "form_closed",
                    models.TextField(
                        blank=True,
                        help_text="Leave this empty, and patients can send requests. Write a sentence, such as: We are moving this week, and they read it with your phone number in place of the form. Whoever has begun may finish.",
                        max_length=300,
                        verbose_name="why the request form is closed",
                    ),
                ),
            ],
            options={
                "verbose_name": "Clinic details",
            },
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
                    "tags",
                    taggit.managers.TaggableManager(
                        blank=True,
                        help_text=None,
                        through="taggit.TaggedItem",
                        to="taggit.Tag",
                        verbose_name="tags",
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
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("image", "filter_spec", "focal_point_key"), name="clinic_rendition_once"
                    )
                ],
            },
            bases=(wagtail.images.models.ImageFileMixin, models.Model),
        ),
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
                            ("illustration", 10),
                            ("quote", 13),
                            ("facts", 19),
                            ("steps", 25),
                            ("comparison", 36),
                            ("faq", 41),
                            ("page_cards", 44),
                            ("people", 46),
                            ("opening_hours", 47),
                            ("call_to_action", 50),
                        ],
                        blank=True,
                        block_lookup=HOME_PAGE_BODY,
                        help_text="The parts of the page from top to bottom.",
                        verbose_name="content",
                    ),
                ),
            ],
            options={
                "verbose_name": "home page",
                "verbose_name_plural": "home pages",
            },
            bases=("wagtailcore.page",),
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
                            ("illustration", 10),
                            ("quote", 13),
                            ("facts", 19),
                            ("steps", 25),
                            ("comparison", 36),
                            ("faq", 41),
                            ("page_cards", 44),
                            ("people", 46),
                            ("opening_hours", 47),
                            ("call_to_action", 50),
                        ],
                        blank=True,
                        block_lookup=HOME_PAGE_BODY,
                        help_text="The parts of the page from top to bottom.",
                        verbose_name="content",
                    ),
                ),
            ],
            options={
                "verbose_name": "information page",
                "verbose_name_plural": "information pages",
            },
            bases=("wagtailcore.page", models.Model),
        ),
    ]
