"""Articles, their sources, the words that they do not use, and the logs of their reviews."""

import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import wagtail.fields

import modelsearch.index

# The blocks of each stream field, one a line: a block names those within it by their numbers.
# fmt: off
CONDITION_PAGE_HERO = {
    0: ("wagtail.images.blocks.ImageBlock", [], {"help_text": "Say what it shows, for readers who cannot see it, or mark it decorative.", "label": "Picture"}),
    1: ("wagtail.blocks.CharBlock", (), {"help_text": "Optional. The credit is added below it by itself.", "label": "Caption", "max_length": 200, "required": False}),
    2: ("wagtail.blocks.StructBlock", [[("image", 0), ("caption", 1)]], {}),
}

CONDITION_PAGE_BODY = {
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
    51: ("wagtail.blocks.ChoiceBlock", [], {"choices": [("emergency", "Emergency: call for help at once"), ("urgent", "Urgent: see a doctor today"), ("self_care", "What you can do yourself")], "help_text": "It decides how the card looks.", "label": "Urgency"}),
    52: ("wagtail.blocks.CharBlock", (), {"help_text": "A sentence that the list completes, such as: Call 911 if:", "label": "Heading"}),
    53: ("wagtail.blocks.CharBlock", (), {"help_text": "One sign, in plain words.", "label": "Sign"}),
    54: ("wagtail.blocks.ListBlock", (53,), {"help_text": "One line each. No links: in an emergency nobody reads on.", "label": "Signs", "min_num": 1}),
    55: ("wagtail.blocks.StructBlock", [[("level", 51), ("heading", 52), ("items", 54)]], {}),
    56: ("wagtail.blocks.TextBlock", (), {"help_text": "One finding, starting in lower case: it continues the words of its certainty, such as \"Research suggests, but we are not certain:\". Use counts (12 studies, 1,842 people).", "label": "What research found"}),
    57: ("wagtail.blocks.CharBlock", (), {"help_text": "Sham acupuncture, no treatment, usual care, or the name of the medicine.", "label": "Compared with"}),
    58: ("wagtail.blocks.ChoiceBlock", [], {"choices": [("high", "High"), ("moderate", "Moderate"), ("low", "Low"), ("very_low", "Very low"), ("not_stated", "Not stated"), ("no_difference", "Evidence against: little or no difference")], "help_text": "How sure research is about exactly this. The opening words follow from it.", "label": "Certainty"}),
    59: ("wagtail.snippets.blocks.SnippetChooserBlock", ("articles.Source",), {"help_text": "Search by author, title, year or DOI.", "label": "Source"}),
    60: ("wagtail.blocks.ListBlock", (59,), {"help_text": "Every study that the sentence speaks of.", "label": "Sources", "min_num": 1}),
    61: ("wagtail.blocks.CharBlock", (), {"help_text": "For the table of evidence at a glance, such as: Leg pain over four weeks. Left empty, the table shows the first words of the claim.", "label": "In a few words", "max_length": 90, "required": False}),
    62: ("wagtail.blocks.StructBlock", [[("text", 56), ("comparator", 57), ("certainty", 58), ("sources", 60), ("in_brief", 61)]], {}),
    63: ("articles.blocks.streams.SafetyNoticeBlock", (), {}),
}

CONDITION_PAGE_LINT_EXCEPTIONS = {
    0: ("wagtail.blocks.TextBlock", (), {"help_text": "The whole sentence exactly as it stands in the article. Only this sentence is allowed.", "label": "Sentence"}),
    1: ("wagtail.blocks.TextBlock", (), {"help_text": "Such as: it says that nobody can promise a result.", "label": "Why it is allowed"}),
    2: ("wagtail.blocks.CharBlock", (), {"help_text": "First and last name of who decided it.", "label": "Allowed by", "max_length": 120}),
    3: ("wagtail.blocks.StructBlock", [[("sentence", 0), ("reason", 1), ("allowed_by", 2)]], {}),
}
# fmt: on


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("clinic", "0002_pages_pictures_details"),
        ("wagtailcore", "0098_apitoken"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        migrations.swappable_dependency(settings.WAGTAIL_PAGE_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="LintTerm",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        choices=[("en", "English"), ("es", "Spanish")],
                        default="en",
                        help_text="The language of the word. Articles are checked for the words of every language.",
                        max_length=5,
                        verbose_name="language",
                    ),
                ),
                (
                    "pattern",
                    models.CharField(
                        help_text="Upper and lower case are the same. A star at a word's end stands for any ending: guarante* finds guarantee and guaranteed.",
                        max_length=100,
                        verbose_name="word or phrase",
                    ),
                ),
                (
                    "advice",
                    models.CharField(
                        help_text="Shown to the writer, such as: Say what studies found, and how sure they are.",
                        max_length=300,
                        verbose_name="what to write instead",
                    ),
                ),
                (
                    "is_active",
                    models.BooleanField(
                        default=True,
                        help_text="Untick it to allow the word everywhere again.",
                        verbose_name="in use",
                    ),
                ),
            ],
            options={
                "verbose_name": "word we do not use",
                "verbose_name_plural": "words we do not use",
                "ordering": ["language", "pattern"],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("language"),
                        django.db.models.functions.text.Lower("pattern"),
                        name="articles_lintterm_once",
                        violation_error_message="This word is already in the list.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="AllowedSentence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "page",
                    models.ForeignKey(
                        help_text="The page on which the sentence stands. Articles keep their own: open the article.",
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.WAGTAIL_PAGE_MODEL,
                        verbose_name="page",
                    ),
                ),
                (
                    "sentence",
                    models.TextField(
                        help_text="The whole sentence exactly as it stands on the page. Only this sentence is allowed.",
                        verbose_name="sentence",
                    ),
                ),
                (
                    "reason",
                    models.TextField(
                        help_text="Such as: it says that nobody can promise a result.",
                        verbose_name="why it is allowed",
                    ),
                ),
                (
                    "allowed_by",
                    models.CharField(
                        help_text="First and last name of who decided it.",
                        max_length=120,
                        verbose_name="allowed by",
                    ),
                ),
            ],
            options={
                "verbose_name": "allowed sentence",
                "verbose_name_plural": "allowed sentences",
                "ordering": ["page", "pk"],
            },
        ),
        migrations.CreateModel(
            name="ReviewDigest",
            fields=[
                ("id", models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("claimed_at", models.DateTimeField(null=True, verbose_name="taken on at")),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("id", 1)), name="articles_one_review_digest")
                ],
            },
        ),
        migrations.CreateModel(
            name="Source",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "authors",
                    models.CharField(
                        help_text="Last names and initials, separated by commas, such as: Tu JF, Shi GX. Or the body's name.",
                        max_length=500,
                        verbose_name="authors",
                    ),
                ),
                (
                    "title",
                    models.CharField(
                        help_text="As it is printed, without a period.", max_length=500, verbose_name="title"
                    ),
                ),
                (
                    "journal",
                    models.CharField(
                        blank=True,
                        help_text="Journal, volume and pages, or the publisher of a guideline.",
                        max_length=300,
                        verbose_name="journal",
                    ),
                ),
                (
                    "year",
                    models.PositiveSmallIntegerField(
                        help_text="The year of publication in four digits.",
                        validators=[
                            django.core.validators.MinValueValidator(1900),
                            django.core.validators.MaxValueValidator(2100),
                        ],
                        verbose_name="year",
                    ),
                ),
                (
                    "doi",
                    models.CharField(
                        blank=True,
                        help_text="The publication's permanent number. It starts with 10 and contains a slash.",
                        max_length=200,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^10\\.\\d{4,9}/\\S+\\Z",
                                "Write the DOI alone, such as 10.1001/jama.2024.5463: no address, no spaces.",
                            )
                        ],
                        verbose_name="DOI",
                    ),
                ),
                (
                    "pmid",
                    models.CharField(
                        blank=True,
                        help_text="Up to eight digits. Readers reach the summary through it when there is no DOI.",
                        max_length=8,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^\\d{1,8}\\Z", "Write the PubMed number alone: up to eight digits."
                            )
                        ],
                        verbose_name="PubMed number",
                    ),
                ),
                (
                    "url",
                    models.URLField(
                        blank=True,
                        help_text="Only when there is neither a DOI nor a PubMed number: the publisher's own page.",
                        verbose_name="official page",
                    ),
                ),
                (
                    "design",
                    models.CharField(
                        choices=[
                            ("systematic_review", "Systematic review"),
                            ("overview", "Overview of reviews"),
                            ("network_meta_analysis", "Network meta-analysis"),
                            ("randomized_trial", "Randomized trial"),
                            ("guideline", "Guideline"),
                            ("fact_sheet", "Fact sheet of a public body"),
                        ],
                        help_text="What the authors call it. A review sums up many studies, a trial is one.",
                        max_length=30,
                        verbose_name="kind of study",
                    ),
                ),
                (
                    "trials",
                    models.PositiveIntegerField(
                        blank=True,
                        help_text="How many studies it covers, if it says so.",
                        null=True,
                        verbose_name="number of trials",
                    ),
                ),
                (
                    "participants",
                    models.PositiveIntegerField(
                        blank=True,
                        help_text="How many people took part, if it says so.",
                        null=True,
                        verbose_name="number of people",
                    ),
                ),
                (
                    "population",
                    models.CharField(
                        blank=True,
                        help_text="Such as: adults with long-lasting sciatica.",
                        max_length=300,
                        verbose_name="who was studied",
                    ),
                ),
                (
                    "comparator",
                    models.CharField(
                        blank=True,
                        help_text="What acupuncture was compared with: sham, no treatment, usual care or a medicine.",
                        max_length=300,
                        verbose_name="compared with",
                    ),
                ),
                (
                    "finding",
                    models.TextField(
                        help_text="One neutral sentence, as the authors conclude it, with what speaks against it.",
                        verbose_name="what it found",
                    ),
                ),
                (
                    "certainty",
                    models.CharField(
                        choices=[
                            ("high", "High"),
                            ("moderate", "Moderate"),
                            ("low", "Low"),
                            ("very_low", "Very low"),
                            ("not_stated", "Not stated"),
                            ("no_difference", "Evidence against: little or no difference"),
                        ],
                        help_text="How far the finding can be relied on, as the authors rate it. Say below where it comes from.",
                        max_length=20,
                        verbose_name="certainty",
                    ),
                ),
                (
                    "certainty_basis",
                    models.CharField(
                        blank=True,
                        help_text="Such as: the authors' GRADE rating, or: our reading of six small trials.",
                        max_length=300,
                        verbose_name="where the certainty comes from",
                    ),
                ),
                (
                    "verified_by",
                    models.ForeignKey(
                        blank=True,
                        help_text="Who opened the publication itself and compared every field with it.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="checked by",
                    ),
                ),
                (
                    "verified_on",
                    models.DateField(
                        blank=True,
                        help_text="The day on which it was checked.",
                        null=True,
                        validators=[wagtail.fields.NoFutureDateValidator()],
                        verbose_name="checked on",
                    ),
                ),
                (
                    "is_retracted",
                    models.BooleanField(
                        default=False,
                        help_text="Tick it when the publisher withdrew the publication. No claim may rest on it any more.",
                        verbose_name="retracted",
                    ),
                ),
                (
                    "retraction_note",
                    models.CharField(
                        blank=True,
                        help_text="When and why it was withdrawn.",
                        max_length=300,
                        verbose_name="about the retraction",
                    ),
                ),
            ],
            options={
                "verbose_name": "source",
                "verbose_name_plural": "sources",
                "ordering": ["authors", "year"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("doi", ""), _negated=True),
                        fields=("doi",),
                        name="articles_source_doi_once",
                        violation_error_message="A source with this DOI is already here.",
                    )
                ],
            },
            bases=(modelsearch.index.Indexed, models.Model),
        ),
        migrations.CreateModel(
            name="ConditionIndexPage",
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
                    "introduction",
                    models.TextField(
                        blank=True,
                        help_text="One or two sentences above the list.",
                        max_length=400,
                        verbose_name="introduction",
                    ),
                ),
            ],
            options={
                "verbose_name": "list of conditions",
                "verbose_name_plural": "lists of conditions",
            },
            bases=("wagtailcore.page",),
        ),
        migrations.CreateModel(
            name="ConditionPage",
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
                    "also_known_as",
                    models.CharField(
                        blank=True,
                        help_text="Other names that people search for, separated by commas. The search finds them.",
                        max_length=250,
                        verbose_name="also known as",
                    ),
                ),
                (
                    "summary",
                    models.TextField(
                        help_text="One honest sentence for lists and search engines: what the article is about.",
                        max_length=300,
                        verbose_name="summary",
                    ),
                ),
                (
                    "region",
                    models.CharField(
                        choices=[
                            ("back_leg", "Back and leg"),
                            ("hand", "Hand"),
                            ("face", "Face"),
                            ("feet", "Feet"),
                            ("nerves", "Nerves, whole body"),
                            ("needles", "Needles"),
                        ],
                        default="needles",
                        help_text="The part of the body that the drawing beside the title shows.",
                        max_length=20,
                        verbose_name="drawing",
                    ),
                ),
                (
                    "hero",
                    wagtail.fields.StreamField(
                        [("photo", 2)],
                        blank=True,
                        block_lookup=CONDITION_PAGE_HERO,
                        help_text="One photo at the top. Without one, the drawing stands there.",
                        verbose_name="main photo",
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
                            ("care_card", 55),
                            ("claim", 62),
                            ("safety_notice", 63),
                        ],
                        block_lookup=CONDITION_PAGE_BODY,
                        help_text="The parts of the article from top to bottom.",
                        verbose_name="content",
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        help_text="Who wrote it. Shown with the article.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="clinic.practitioner",
                        verbose_name="author",
                    ),
                ),
                (
                    "clinical_reviewer",
                    models.ForeignKey(
                        help_text="The licensed person who checked what it says about medicine. Not the author alone.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="clinic.practitioner",
                        verbose_name="clinical reviewer",
                    ),
                ),
                (
                    "last_reviewed",
                    models.DateField(
                        help_text="The day of the last full review. Small corrections do not change it.",
                        null=True,
                        validators=[wagtail.fields.NoFutureDateValidator()],
                        verbose_name="last reviewed",
                    ),
                ),
                (
                    "next_review_due",
                    models.DateField(
                        help_text="When the article must be checked again, at most two years after the last review.",
                        null=True,
                        verbose_name="next review due",
                    ),
                ),
                (
                    "lint_exceptions",
                    wagtail.fields.StreamField(
                        [("exception", 3)],
                        blank=True,
                        block_lookup=CONDITION_PAGE_LINT_EXCEPTIONS,
                        help_text="Rarely needed: a sentence that uses such a word and promises nothing.",
                        verbose_name="sentences allowed in spite of the words we do not use",
                    ),
                ),
            ],
            options={
                "verbose_name": "condition article",
                "verbose_name_plural": "condition articles",
            },
            bases=("wagtailcore.page",),
        ),
        migrations.CreateModel(
            name="ReviewRecord",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "page",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="articles.conditionpage",
                        verbose_name="article",
                    ),
                ),
                ("page_title", models.CharField(max_length=255, verbose_name="title of the article")),
                (
                    "done_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="written by",
                    ),
                ),
                ("done_by_name", models.CharField(max_length=320, verbose_name="name of who wrote it")),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="written at")),
                (
                    "practitioner",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="clinic.practitioner",
                        verbose_name="reviewer",
                    ),
                ),
                ("practitioner_name", models.CharField(max_length=170, verbose_name="name of the reviewer")),
                ("reviewed_on", models.DateField(verbose_name="reviewed on")),
                ("next_due", models.DateField(verbose_name="next review due")),
                ("note", models.TextField(verbose_name="what was checked")),
            ],
            options={
                "verbose_name": "full review",
                "verbose_name_plural": "full reviews",
                "ordering": ["-reviewed_on", "-pk"],
                "indexes": [models.Index(fields=["page", "-reviewed_on"], name="articles_review_page")],
            },
        ),
        migrations.CreateModel(
            name="Correction",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "page",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="articles.conditionpage",
                        verbose_name="article",
                    ),
                ),
                ("page_title", models.CharField(max_length=255, verbose_name="title of the article")),
                (
                    "done_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="written by",
                    ),
                ),
                ("done_by_name", models.CharField(max_length=320, verbose_name="name of who wrote it")),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="written at")),
                ("corrected_on", models.DateField(verbose_name="corrected on")),
                ("was_wrong", models.TextField(verbose_name="what was wrong")),
                ("is_right", models.TextField(verbose_name="what is right")),
                ("corrected_by", models.CharField(max_length=170, verbose_name="corrected by")),
            ],
            options={
                "verbose_name": "correction",
                "verbose_name_plural": "corrections",
                "ordering": ["-corrected_on", "-pk"],
                "indexes": [models.Index(fields=["page", "-corrected_on"], name="articles_correction_page")],
            },
        ),
        migrations.CreateModel(
            name="SafetyNotice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "title",
                    models.CharField(
                        help_text="The heading that readers see.", max_length=120, verbose_name="title"
                    ),
                ),
                (
                    "body",
                    wagtail.fields.RichTextField(
                        help_text="Common and rare side effects, and who should ask first. A change shows in every article.",
                        verbose_name="text",
                    ),
                ),
            ],
            options={
                "verbose_name": "safety notice",
                "verbose_name_plural": "safety notices",
                "ordering": ["title"],
            },
        ),
        migrations.CreateModel(
            name="ClinicalReviewTask",
            fields=[
                (
                    "task_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to="wagtailcore.task",
                    ),
                ),
                (
                    "groups",
                    models.ManyToManyField(
                        help_text="Pages/snippets at this step in a workflow will be moderated or approved by these groups of users",
                        to="auth.group",
                        verbose_name="groups",
                    ),
                ),
            ],
            options={
                "verbose_name": "clinical review",
                "verbose_name_plural": "clinical reviews",
            },
            bases=("wagtailcore.task",),
        ),
    ]
