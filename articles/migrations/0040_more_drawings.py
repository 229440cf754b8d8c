"""Lets editors choose five more drawings; the tables stay as they are."""

from django.db import migrations

import wagtail.fields


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0032_questions_are_sentences_of_their_own"),
    ]

    operations = [
        migrations.AlterField(
            model_name="conditionpage",
            name="body",
            field=wagtail.fields.StreamField(
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
                    ("claim", 64),
                    ("safety_notice", 65),
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
                        "wagtail.blocks.ChoiceBlock",
                        [],
                        {
                            "choices": [
                                ("back_leg", "Back and leg"),
                                ("hand", "Hand"),
                                ("face", "Face"),
                                ("head_neck", "Head and neck"),
                                ("shoulder", "Shoulder"),
                                ("lower_back", "Lower back"),
                                ("pelvis", "Pelvis"),
                                ("knee", "Knee"),
                                ("feet", "Feet"),
                                ("nerves", "Nerves, whole body"),
                                ("needles", "Needles"),
                                ("room", "Treatment room"),
                                ("map", "Map (demonstration)"),
                            ],
                            "help_text": "All drawings share one style and follow the light or dark theme.",
                            "label": "Drawing",
                        },
                    ),
                    6: (
                        "wagtail.blocks.ChoiceBlock",
                        [],
                        {
                            "choices": [
                                ("described", "It shows something: the description says what"),
                                ("decorative", "It only decorates: screen readers skip it"),
                            ],
                            "help_text": "Does a reader who cannot see it miss something? Then describe it in the next field.",
                            "label": "What it is for",
                        },
                    ),
                    7: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {
                            "help_text": "What it shows, such as: the median nerve runs under the band of the wrist.",
                            "label": "Description",
                            "max_length": 200,
                            "required": False,
                        },
                    ),
                    8: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {
                            "help_text": "Optional, below the drawing. Do not repeat the description.",
                            "label": "Caption",
                            "max_length": 200,
                            "required": False,
                        },
                    ),
                    9: (
                        "wagtail.blocks.ChoiceBlock",
                        [],
                        {
                            "choices": [("small", "Small"), ("large", "Large")],
                            "help_text": "Small suits most pages.",
                            "label": "Size",
                        },
                    ),
                    10: (
                        "wagtail.blocks.StructBlock",
                        [
                            [
                                ("drawing", 5),
                                ("alt_decision", 6),
                                ("description", 7),
                                ("caption", 8),
                                ("size", 9),
                            ]
                        ],
                        {},
                    ),
                    11: (
                        "wagtail.blocks.TextBlock",
                        (),
                        {
                            "help_text": "The words as they were said, without quotation marks.",
                            "label": "Quote",
                        },
                    ),
                    12: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {
                            "help_text": "Who said it. Patients' praise of a treatment may not be quoted.",
                            "label": "Said by",
                        },
                    ),
                    13: ("wagtail.blocks.StructBlock", [[("text", 11), ("attribution", 12)]], {}),
                    14: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {"help_text": "What these facts are about.", "label": "Heading"},
                    ),
                    15: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {"help_text": "A word or two, such as: How long it takes.", "label": "What"},
                    ),
                    16: (
                        "wagtail.blocks.TextBlock",
                        (),
                        {"help_text": "One short sentence.", "label": "Detail"},
                    ),
                    17: ("wagtail.blocks.StructBlock", [[("term", 15), ("detail", 16)]], {}),
                    18: (
                        "wagtail.blocks.ListBlock",
                        (17,),
                        {"help_text": "Up to six read best.", "label": "Facts", "min_num": 1},
                    ),
                    19: ("wagtail.blocks.StructBlock", [[("heading", 14), ("items", 18)]], {}),
                    20: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {
                            "help_text": "What the steps lead through, often as a question.",
                            "label": "Heading",
                        },
                    ),
                    21: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {
                            "help_text": "A few words, such as: We listen. The number comes by itself.",
                            "label": "Step",
                            "max_length": 80,
                        },
                    ),
                    22: (
                        "wagtail.blocks.TextBlock",
                        (),
                        {"help_text": "One to three short sentences.", "label": "What happens"},
                    ),
                    23: ("wagtail.blocks.StructBlock", [[("title", 21), ("text", 22)]], {}),
                    24: (
                        "wagtail.blocks.ListBlock",
                        (23,),
                        {
                            "help_text": "From first to last. Drag them into another order; the numbers follow.",
                            "label": "Steps",
                            "max_num": 9,
                            "min_num": 2,
                        },
                    ),
                    25: ("wagtail.blocks.StructBlock", [[("heading", 20), ("items", 24)]], {}),
                    26: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {
                            "help_text": "What is compared. It stands above the table and is read aloud first.",
                            "label": "Title of the table",
                            "max_length": 120,
                        },
                    ),
                    27: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {
                            "help_text": "What the rows are, such as: Visit.",
                            "label": "Heading of the first column",
                            "max_length": 40,
                        },
                    ),
                    28: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {
                            "help_text": "One or two words, such as: Time.",
                            "label": "Column",
                            "max_length": 40,
                        },
                    ),
                    29: (
                        "wagtail.blocks.ListBlock",
                        (28,),
                        {
                            "help_text": "At most four: more do not fit a phone.",
                            "label": "Headings of the other columns",
                            "max_num": 4,
                            "min_num": 1,
                        },
                    ),
                    30: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {"help_text": "What this row is about, such as: First visit.", "label": "Row"},
                    ),
                    31: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {"help_text": "A few words or a number.", "label": "Cell"},
                    ),
                    32: (
                        "wagtail.blocks.ListBlock",
                        (31,),
                        {
                            "help_text": "One for each column, in the columns' order.",
                            "label": "Cells",
                            "min_num": 1,
                        },
                    ),
                    33: ("wagtail.blocks.StructBlock", [[("name", 30), ("cells", 32)]], {}),
                    34: (
                        "wagtail.blocks.ListBlock",
                        (33,),
                        {
                            "help_text": "Each row needs as many cells as there are other columns.",
                            "label": "Rows",
                            "min_num": 1,
                        },
                    ),
                    35: (
                        "wagtail.blocks.TextBlock",
                        (),
                        {
                            "help_text": "Optional, in small letters below the table, such as an exception.",
                            "label": "Note",
                            "required": False,
                        },
                    ),
                    36: (
                        "wagtail.blocks.StructBlock",
                        [
                            [
                                ("caption", 26),
                                ("first_column", 27),
                                ("columns", 29),
                                ("rows", 34),
                                ("note", 35),
                            ]
                        ],
                        {},
                    ),
                    37: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {"help_text": "As a patient would ask it.", "label": "Question"},
                    ),
                    38: (
                        "wagtail.blocks.RichTextBlock",
                        (),
                        {
                            "features": ["bold", "italic", "ol", "ul", "link"],
                            "help_text": "Two or three sentences. The first one answers the question.",
                            "label": "Answer",
                        },
                    ),
                    39: ("wagtail.blocks.StructBlock", [[("question", 37), ("answer", 38)]], {}),
                    40: (
                        "wagtail.blocks.ListBlock",
                        (39,),
                        {"help_text": "The most common first.", "label": "Questions", "min_num": 1},
                    ),
                    41: ("wagtail.blocks.StructBlock", [[("items", 40)]], {}),
                    42: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {"help_text": "What the cards lead to, often as a question.", "label": "Heading"},
                    ),
                    43: (
                        "wagtail.blocks.PageChooserBlock",
                        (),
                        {
                            "help_text": "Every published page below this one becomes a card.",
                            "label": "Pages below",
                        },
                    ),
                    44: ("wagtail.blocks.StructBlock", [[("heading", 42), ("parent", 43)]], {}),
                    45: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {"help_text": "Such as: Who will treat you.", "label": "Heading"},
                    ),
                    46: ("wagtail.blocks.StructBlock", [[("heading", 45)]], {}),
                    47: ("clinic.pages.blocks.listings.OpeningHoursBlock", (), {}),
                    48: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {"help_text": "An invitation, not a promise.", "label": "Heading"},
                    ),
                    49: (
                        "wagtail.blocks.TextBlock",
                        (),
                        {
                            "help_text": "A sentence or two. The buttons below it come by themselves.",
                            "label": "Text",
                            "required": False,
                        },
                    ),
                    50: ("wagtail.blocks.StructBlock", [[("heading", 48), ("text", 49)]], {}),
                    51: (
                        "wagtail.blocks.ChoiceBlock",
                        [],
                        {
                            "choices": [
                                ("emergency", "Emergency: call for help at once"),
                                ("urgent", "Urgent: see a doctor today"),
                                ("self_care", "What you can do yourself"),
                            ],
                            "help_text": "It decides how the card looks.",
                            "label": "Urgency",
                        },
                    ),
                    52: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {
                            "help_text": "A sentence that the list completes, such as: Call 911 if:",
                            "label": "Heading",
                        },
                    ),
                    53: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {"help_text": "One sign, in plain words.", "label": "Sign"},
                    ),
                    54: (
                        "wagtail.blocks.ListBlock",
                        (53,),
                        {
                            "help_text": "One line each. No links: in an emergency nobody reads on.",
                            "label": "Signs",
                            "min_num": 1,
                        },
                    ),
                    55: ("wagtail.blocks.StructBlock", [[("level", 51), ("heading", 52), ("items", 54)]], {}),
                    56: (
                        "wagtail.blocks.TextBlock",
                        (),
                        {
                            "help_text": 'One finding, starting in lower case: it continues the words of its certainty, such as "Research suggests, but we are not certain:". Use counts (12 studies, 1,842 people).',
                            "label": "What research found",
                        },
                    ),
                    57: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {
                            "help_text": "As one of its sources says it: sham acupuncture, no treatment, usual care, or the name of the medicine. Part several with semicolons. A guideline's advice needs none.",
                            "label": "Compared with",
                            "required": False,
                        },
                    ),
                    58: (
                        "wagtail.blocks.ChoiceBlock",
                        [],
                        {
                            "choices": [
                                ("better", "Better"),
                                ("little", "Little or no difference"),
                                ("worse", "Worse"),
                                ("unclear", "Unclear"),
                                ("advised", "Advised"),
                                ("advised_against", "Advised against"),
                            ],
                            "help_text": "How people fared with acupuncture; for a guideline, what it advises.",
                            "label": "What was found",
                        },
                    ),
                    59: (
                        "wagtail.blocks.ChoiceBlock",
                        [],
                        {
                            "choices": [
                                ("high", "High"),
                                ("moderate", "Moderate"),
                                ("low", "Low"),
                                ("very_low", "Very low"),
                                ("not_stated", "Not stated"),
                            ],
                            "help_text": "How sure research is about exactly this, and never surer than the surest of its sources. The opening words follow from it.",
                            "label": "Certainty",
                        },
                    ),
                    60: (
                        "wagtail.snippets.blocks.SnippetChooserBlock",
                        ("articles.Source",),
                        {"help_text": "Search by author, title, year or DOI.", "label": "Source"},
                    ),
                    61: (
                        "wagtail.blocks.ListBlock",
                        (60,),
                        {
                            "help_text": "Every study that the sentence speaks of.",
                            "label": "Sources",
                            "min_num": 1,
                        },
                    ),
                    62: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {
                            "help_text": "For the table of evidence at a glance, such as: Leg pain over four weeks. Left empty, the table shows the first words of the claim.",
                            "label": "In a few words",
                            "max_length": 90,
                            "required": False,
                        },
                    ),
                    63: (
                        "wagtail.blocks.IntegerBlock",
                        (),
                        {
                            "help_text": "Only where fewer than in the whole source, such as 41 of 869. Readers see how few.",
                            "label": "People behind exactly this",
                            "min_value": 1,
                            "required": False,
                        },
                    ),
                    64: (
                        "wagtail.blocks.StructBlock",
                        [
                            [
                                ("text", 56),
                                ("comparator", 57),
                                ("found", 58),
                                ("certainty", 59),
                                ("sources", 61),
                                ("in_brief", 62),
                                ("people", 63),
                            ]
                        ],
                        {},
                    ),
                    65: ("articles.blocks.streams.SafetyNoticeBlock", (), {}),
                },
                help_text="The parts of the article from top to bottom.",
                verbose_name="content",
            ),
        ),
        migrations.AlterField(
            model_name="newspage",
            name="body",
            field=wagtail.fields.StreamField(
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
                        "wagtail.blocks.ChoiceBlock",
                        [],
                        {
                            "choices": [
                                ("back_leg", "Back and leg"),
                                ("hand", "Hand"),
                                ("face", "Face"),
                                ("head_neck", "Head and neck"),
                                ("shoulder", "Shoulder"),
                                ("lower_back", "Lower back"),
                                ("pelvis", "Pelvis"),
                                ("knee", "Knee"),
                                ("feet", "Feet"),
                                ("nerves", "Nerves, whole body"),
                                ("needles", "Needles"),
                                ("room", "Treatment room"),
                                ("map", "Map (demonstration)"),
                            ],
                            "help_text": "All drawings share one style and follow the light or dark theme.",
                            "label": "Drawing",
                        },
                    ),
                    6: (
                        "wagtail.blocks.ChoiceBlock",
                        [],
                        {
                            "choices": [
                                ("described", "It shows something: the description says what"),
                                ("decorative", "It only decorates: screen readers skip it"),
                            ],
                            "help_text": "Does a reader who cannot see it miss something? Then describe it in the next field.",
                            "label": "What it is for",
                        },
                    ),
                    7: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {
                            "help_text": "What it shows, such as: the median nerve runs under the band of the wrist.",
                            "label": "Description",
                            "max_length": 200,
                            "required": False,
                        },
                    ),
                    8: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {
                            "help_text": "Optional, below the drawing. Do not repeat the description.",
                            "label": "Caption",
                            "max_length": 200,
                            "required": False,
                        },
                    ),
                    9: (
                        "wagtail.blocks.ChoiceBlock",
                        [],
                        {
                            "choices": [("small", "Small"), ("large", "Large")],
                            "help_text": "Small suits most pages.",
                            "label": "Size",
                        },
                    ),
                    10: (
                        "wagtail.blocks.StructBlock",
                        [
                            [
                                ("drawing", 5),
                                ("alt_decision", 6),
                                ("description", 7),
                                ("caption", 8),
                                ("size", 9),
                            ]
                        ],
                        {},
                    ),
                    11: (
                        "wagtail.blocks.TextBlock",
                        (),
                        {
                            "help_text": "The words as they were said, without quotation marks.",
                            "label": "Quote",
                        },
                    ),
                    12: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {
                            "help_text": "Who said it. Patients' praise of a treatment may not be quoted.",
                            "label": "Said by",
                        },
                    ),
                    13: ("wagtail.blocks.StructBlock", [[("text", 11), ("attribution", 12)]], {}),
                    14: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {"help_text": "What these facts are about.", "label": "Heading"},
                    ),
                    15: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {"help_text": "A word or two, such as: How long it takes.", "label": "What"},
                    ),
                    16: (
                        "wagtail.blocks.TextBlock",
                        (),
                        {"help_text": "One short sentence.", "label": "Detail"},
                    ),
                    17: ("wagtail.blocks.StructBlock", [[("term", 15), ("detail", 16)]], {}),
                    18: (
                        "wagtail.blocks.ListBlock",
                        (17,),
                        {"help_text": "Up to six read best.", "label": "Facts", "min_num": 1},
                    ),
                    19: ("wagtail.blocks.StructBlock", [[("heading", 14), ("items", 18)]], {}),
                    20: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {
                            "help_text": "What the steps lead through, often as a question.",
                            "label": "Heading",
                        },
                    ),
                    21: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {
                            "help_text": "A few words, such as: We listen. The number comes by itself.",
                            "label": "Step",
                            "max_length": 80,
                        },
                    ),
                    22: (
                        "wagtail.blocks.TextBlock",
                        (),
                        {"help_text": "One to three short sentences.", "label": "What happens"},
                    ),
                    23: ("wagtail.blocks.StructBlock", [[("title", 21), ("text", 22)]], {}),
                    24: (
                        "wagtail.blocks.ListBlock",
                        (23,),
                        {
                            "help_text": "From first to last. Drag them into another order; the numbers follow.",
                            "label": "Steps",
                            "max_num": 9,
                            "min_num": 2,
                        },
                    ),
                    25: ("wagtail.blocks.StructBlock", [[("heading", 20), ("items", 24)]], {}),
                    26: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {
                            "help_text": "What is compared. It stands above the table and is read aloud first.",
                            "label": "Title of the table",
                            "max_length": 120,
                        },
                    ),
                    27: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {
                            "help_text": "What the rows are, such as: Visit.",
                            "label": "Heading of the first column",
                            "max_length": 40,
                        },
                    ),
                    28: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {
                            "help_text": "One or two words, such as: Time.",
                            "label": "Column",
                            "max_length": 40,
                        },
                    ),
                    29: (
                        "wagtail.blocks.ListBlock",
                        (28,),
                        {
                            "help_text": "At most four: more do not fit a phone.",
                            "label": "Headings of the other columns",
                            "max_num": 4,
                            "min_num": 1,
                        },
                    ),
                    30: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {"help_text": "What this row is about, such as: First visit.", "label": "Row"},
                    ),
                    31: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {"help_text": "A few words or a number.", "label": "Cell"},
                    ),
                    32: (
                        "wagtail.blocks.ListBlock",
                        (31,),
                        {
                            "help_text": "One for each column, in the columns' order.",
                            "label": "Cells",
                            "min_num": 1,
                        },
                    ),
                    33: ("wagtail.blocks.StructBlock", [[("name", 30), ("cells", 32)]], {}),
                    34: (
                        "wagtail.blocks.ListBlock",
                        (33,),
                        {
                            "help_text": "Each row needs as many cells as there are other columns.",
                            "label": "Rows",
                            "min_num": 1,
                        },
                    ),
                    35: (
                        "wagtail.blocks.TextBlock",
                        (),
                        {
                            "help_text": "Optional, in small letters below the table, such as an exception.",
                            "label": "Note",
                            "required": False,
                        },
                    ),
                    36: (
                        "wagtail.blocks.StructBlock",
                        [
                            [
                                ("caption", 26),
                                ("first_column", 27),
                                ("columns", 29),
                                ("rows", 34),
                                ("note", 35),
                            ]
                        ],
                        {},
                    ),
                    37: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {"help_text": "As a patient would ask it.", "label": "Question"},
                    ),
                    38: (
                        "wagtail.blocks.RichTextBlock",
                        (),
                        {
                            "features": ["bold", "italic", "ol", "ul", "link"],
                            "help_text": "Two or three sentences. The first one answers the question.",
                            "label": "Answer",
                        },
                    ),
                    39: ("wagtail.blocks.StructBlock", [[("question", 37), ("answer", 38)]], {}),
                    40: (
                        "wagtail.blocks.ListBlock",
                        (39,),
                        {"help_text": "The most common first.", "label": "Questions", "min_num": 1},
                    ),
                    41: ("wagtail.blocks.StructBlock", [[("items", 40)]], {}),
                    42: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {"help_text": "What the cards lead to, often as a question.", "label": "Heading"},
                    ),
                    43: (
                        "wagtail.blocks.PageChooserBlock",
                        (),
                        {
                            "help_text": "Every published page below this one becomes a card.",
                            "label": "Pages below",
                        },
                    ),
                    44: ("wagtail.blocks.StructBlock", [[("heading", 42), ("parent", 43)]], {}),
                    45: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {"help_text": "Such as: Who will treat you.", "label": "Heading"},
                    ),
                    46: ("wagtail.blocks.StructBlock", [[("heading", 45)]], {}),
                    47: ("clinic.pages.blocks.listings.OpeningHoursBlock", (), {}),
                    48: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {"help_text": "An invitation, not a promise.", "label": "Heading"},
                    ),
                    49: (
                        "wagtail.blocks.TextBlock",
                        (),
                        {
                            "help_text": "A sentence or two. The buttons below it come by themselves.",
                            "label": "Text",
                            "required": False,
                        },
                    ),
                    50: ("wagtail.blocks.StructBlock", [[("heading", 48), ("text", 49)]], {}),
                },
                help_text="The text from top to bottom, in as many parts as it needs.",
                verbose_name="content",
            ),
        ),
    ]
