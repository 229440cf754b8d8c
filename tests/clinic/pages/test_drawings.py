"""The site's own line drawings: small, silent as decoration, told in words as pictures."""

import re
from gzip import compress
from pathlib import Path

from django.template.loader import render_to_string

import pytest

from clinic.pages.blocks.drawings import DrawingBlock

FIGURES = Path(__file__).parents[3] / "templates" / "components" / "figures"
NAMES = sorted(path.stem for path in FIGURES.glob("*.html"))
# An article with its drawing stays below 25 KB, as it is sent.
MOST_BYTES = 2048


def drawing_of(name, **context):
    return render_to_string("components/figure.html", {"region": name, **context})


@pytest.mark.parametrize("name", NAMES)
def test_a_drawing_is_told_in_words_where_it_is_a_picture_and_silent_where_it_decorates(name):
    picture, decoration = drawing_of(name), drawing_of(name, decorative=True)
    assert re.search(r'<svg[^>]*role="img" aria-label="[^"]{20,150}"', picture)
    assert 'aria-hidden="true"' not in picture
    assert 'aria-hidden="true"' in decoration and "role=" not in decoration


def test_every_drawing_is_found_under_its_own_name_and_can_be_chosen():
    assert len({drawing_of(name) for name in NAMES}) == len(NAMES)
    assert sorted(name for name, _label in DrawingBlock.choices) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_a_drawing_is_small_and_leaves_its_colors_to_the_theme(name):
    drawn = drawing_of(name)
    assert len(compress(drawn.encode())) <= MOST_BYTES
    assert not re.search(r"\s(?:style|fill|stroke|stroke-width|id)=", drawn)
