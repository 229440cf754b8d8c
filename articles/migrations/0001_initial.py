"""Articles, sources and safety notices."""

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import wagtail.fields

import modelsearch.index

import clinic.pages.routing


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("clinic", "0003_home_page"),
        ("wagtailcore", "0098_apitoken"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
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
            bases=(clinic.pages.routing.PrefetchedPageMixin, "wagtailcore.page"),
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
                        block_lookup={
                            0: (
                                "wagtail.images.blocks.ImageBlock",
                                [],
                                {
                                    "help_text": "Say what it shows, for readers who cannot see it, or mark it decorative.",
                                    "label": "Picture",
                                },
                            ),
                            1: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "Optional. The credit is added below it by itself.",
                                    "label": "Caption",
                                    "max_length": 200,
                                    "required": False,
                                },
                            ),
                            2: ("wagtail.blocks.StructBlock", [[("image", 0), ("caption", 1)]], {}),
                        },
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
                            ("quote", 7),
                            ("facts", 13),
                            ("faq", 18),
                            ("page_cards", 21),
                            ("people", 23),
                            ("opening_hours", 24),
                            ("call_to_action", 27),
                            ("care_card", 32),
                            ("claim", 38),
                            ("safety_notice", 39),
                        ],
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
                            28: (
                                "wagtail.blocks.ChoiceBlock",
                                [],
                                {
                                    "choices": [
                                        ("emergency", "Emergency: call 911"),
                                        ("urgent", "Urgent: see a doctor today"),
                                        ("self_care", "What you can do yourself"),
                                    ],
                                    "help_text": "It decides how the card looks.",
                                    "label": "Urgency",
                                },
                            ),
                            29: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "A sentence that the list completes, such as: Call 911 if:",
                                    "label": "Heading",
                                },
                            ),
                            30: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"help_text": "One sign, in plain words.", "label": "Sign"},
                            ),
                            31: (
                                "wagtail.blocks.ListBlock",
                                (30,),
                                {
                                    "help_text": "One line each. No links: in an emergency nobody reads on.",
                                    "label": "Signs",
                                    "min_num": 1,
                                },
                            ),
                            32: (
                                "wagtail.blocks.StructBlock",
                                [[("level", 28), ("heading", 29), ("items", 31)]],
                                {},
                            ),
                            33: (
                                "wagtail.blocks.TextBlock",
                                (),
                                {
                                    "help_text": 'One finding, starting in lower case: it continues the words of its certainty, such as "Research suggests, but we are not certain:". Use counts (12 studies, 1,842 people).',
                                    "label": "What research found",
                                },
                            ),
                            34: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "Sham acupuncture, no treatment, usual care, or the name of the medicine.",
                                    "label": "Compared with",
                                },
                            ),
                            35: (
                                "wagtail.blocks.ChoiceBlock",
                                [],
                                {
                                    "choices": [
                                        ("high", "High"),
                                        ("moderate", "Moderate"),
                                        ("low", "Low"),
                                        ("very_low", "Very low"),
                                        ("not_stated", "Not stated"),
                                        ("no_difference", "Evidence against: little or no difference"),
                                    ],
                                    "help_text": "How sure research is about exactly this. The opening words follow from it.",
                                    "label": "Certainty",
                                },
                            ),
                            36: (
                                "wagtail.snippets.blocks.SnippetChooserBlock",
                                ("articles.Source",),
                                {"help_text": "Search by author, title, year or DOI.", "label": "Source"},
                            ),
                            37: (
                                "wagtail.blocks.ListBlock",
                                (36,),
                                {
                                    "help_text": "Every study that the sentence speaks of.",
                                    "label": "Sources",
                                    "min_num": 1,
                                },
                            ),
                            38: (
                                "wagtail.blocks.StructBlock",
                                [[("text", 33), ("comparator", 34), ("certainty", 35), ("sources", 37)]],
                                {},
                            ),
                            39: ("articles.blocks.streams.SafetyNoticeBlock", (), {}),
                        },
                        help_text="The parts of the article from top to bottom.",
                        verbose_name="content",
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
            ],
            options={
                "verbose_name": "condition article",
                "verbose_name_plural": "condition articles",
            },
            bases=(clinic.pages.routing.PrefetchedPageMixin, "wagtailcore.page"),
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
    ]
