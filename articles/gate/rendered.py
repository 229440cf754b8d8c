"""Page as a visitor would get it, and what it says there that nobody answers for."""

import json
from collections.abc import Iterable, Iterator
from copy import copy
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.functional import cached_property
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from wagtail.fields import StreamField
from wagtail.models import Site

from selectolax.lexbor import LexborHTMLParser

from articles.statements.finding import statement_in
from articles.statements.folding import mixed_words
from articles.statements.markup import read_markup, read_node
from articles.statements.reading import Text, normalize, streams_of
from clinic.gate import Finding
from clinic.identity.pictures import without_scaling
from clinic.models import PublishGateMixin

from .lint import WordList
from .owners import unowned

# Attribute of the HTTP request under which Wagtail remembers the site.
_SITE = "_wagtail_site"
# Keys of structured data whose values are no words.
_NO_WORDS = frozenset({"@context", "@type", "@id", "inLanguage"})


def render(page: Any) -> str:
    """Return the page as a visitor gets it; nothing is stored or kept, and the page stays as it is."""
    twin = _twin(page)
    request = _request(twin)
    with translation.override(twin.locale.language_code), without_scaling():
        return render_to_string(twin.get_template(request), twin.get_context(request), request)


class Parts:
    """Parts of a page's streams as readers see them, by which words that are nobody's have a place."""

    def __init__(self, page: Any) -> None:
        self.page = page

    @cached_property
    def _shown(self) -> list[tuple[str, int, str, str]]:
        """Field, place and id of each part, with all that it says in small letters."""
        twin = _twin(self.page)
        request = _request(twin)
        found = []
        with translation.override(twin.locale.language_code), without_scaling():
            context = {**twin.get_context(request), "request": request}
            for name in streams_of(twin):
                for place, child in enumerate(getattr(twin, name)):
                    said = "\n".join(lines_of(f"<body>{child.render(context)}</body>"))
                    found.append((name, place, child.id or "", said.casefold()))
        return found

    def place_of(self, said: str) -> dict[str, Any]:
        """Return the field, the place and the id of the one part that says it; nothing for other words."""
        places = [part for part in self._shown if said in part[3]]
        if len(places) != 1:
            return {}
        field, place, block_id, _words = places[0]
        return {"field": field, "place": place, "block_id": block_id}


def _twin(page: Any) -> Any:
    """Return a copy of the page whose parts are its own: showing them numbers and names them."""
    twin = copy(page)
    for name in list(twin.__dict__):
        if isinstance(getattr(type(page), name, None), cached_property):
            del twin.__dict__[name]
    for field in page._meta.concrete_fields:
        if isinstance(field, StreamField) and (value := getattr(page, field.name)) is not None:
            setattr(twin, field.name, field.stream_block.to_python(value.get_prep_value()))
    return twin


def _request(page: Any) -> HttpRequest:
    """Return the request of somebody who is signed in nowhere."""
    host = urlsplit(settings.SITE_URL)
    request = HttpRequest()
    request.method, request.user = "GET", AnonymousUser()
    request.META = {
        "HTTP_HOST": host.netloc,
        "SERVER_NAME": host.hostname,
        "SERVER_PORT": str(host.port or 80),
    }
    request.path = request.path_info = urlsplit(page.get_full_url() or "/").path
    setattr(request, _SITE, page.get_site() or Site.objects.filter(is_default_site=True).first())
    return request


def check_rendered(page: Any, its_texts: Iterable[Text], word_list: WordList) -> Iterator[Finding]:
    """Yield what a reader of the page would meet that stands in no text of anybody's, and may not.

    A page that is not stored yet has no address; it is looked at when it is published.
    """
    if not isinstance(page, PublishGateMixin) or page.pk is None:
        return
    language = page.locale.language_code
    left = unowned(lines_of(render(page)), its_texts, language)
    parts = Parts(page)
    told = set()
    for hit in word_list.hits_in(Text("", "", said) for said, _is_sentence in left):
        told.add(hit.text.words)
        yield _finding(parts, "forbidden_word", hit.text.words, hit.wording, hit.advice)
    for said, is_sentence in left:
        for word in mixed_words(said):
            told.add(said)
            advice = _("It mixes letters of two alphabets that look alike.")
            yield _finding(parts, "mixed_alphabets", said, word, advice)
        # A sentence with a word that has to change is told by that word alone.
        if is_sentence and said not in told and (found := statement_in(said, language)):
            advice = _("It says what a treatment does, and nobody could answer for it here.")
            yield _finding(parts, "statement_of_nobody", said, ", ".join(found.words), advice)


def _finding(parts: Parts, code: str, said: str, words: str, advice: str) -> Finding:
    message = _(
        "The page as readers would see it says “%(said)s”, which stands in none of its texts. “%(words)s”: "
        "%(advice)s Tell whoever looks after the site."
    )
    message %= {"said": Truncator(said).chars(120), "words": words, "advice": advice}
    return Finding(code, message, **parts.place_of(said))


def lines_of(html: str) -> list[str]:
    """Return every line of the page with header and footer, each once, in their order."""
    document = LexborHTMLParser(html)
    found: list[str] = []
    for root in (document.head, document.body):
        if root is None:
            continue
        read = read_node(root)
        for words in (read.words, *read.alternatives, *read.unseen):
            found.extend(normalize(words).split("\n"))
    for script in document.css('script[type="application/ld+json"]'):
        for said in _strings(json.loads(script.text() or "null")):
            found.extend(normalize(read_markup(said).words).split("\n"))
    return list(dict.fromkeys(line for line in found if line))


def _strings(data: Any) -> Iterator[str]:
    if isinstance(data, str):
        # Addresses of things that structured data names are no words.
        yield from () if "://" in data else (data,)
    elif isinstance(data, dict):
        for name, value in data.items():
            if name not in _NO_WORDS:
                yield from _strings(value)
    elif isinstance(data, list):
        for value in data:
            yield from _strings(value)
