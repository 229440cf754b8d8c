"""Lanes of the public site: what a visitor asks for, beside bare Django and bare Wagtail."""

from collections.abc import Callable, Iterator

from tests.bench.stack.asking import ask, request_bytes
from tests.bench.stack.sites import HEADERS

from .lane import Lane
from .stage import Stage

PART = "public"
ARTICLE, HOME, INDEX, SEARCH = "/conditions/sciatica/", "/", "/conditions/", "/search/?query=pain"
RAISE_VERSION = "UPDATE clinic_siteversion SET number = number + 1"
KEEP_ALIVE = {"Connection": "keep-alive"}


def get(path: str, **headers: str) -> bytes:
    """A GET as the clinic's proxy passes it on."""
    return request_bytes(path, {**HEADERS, **headers})


def public_lanes(stage: Stage) -> Iterator[Lane]:
    """Everything that stands without a pen: pages, files, and what they are compared with."""
    static = stage.static_file()
    yield Lane(PART, "Django: view", stage.site("django"), get("/"))
    yield Lane(PART, "Wagtail: page", stage.site("wagtail"), get("/page/"))
    yield Lane(PART, "static file", stage.site("cold"), get(static))
    cold, many = stage.site("cold"), stage.site("articles")
    for name, path in (("article", ARTICLE), ("home", HOME), ("index", INDEX), ("search", SEARCH)):
        yield Lane(PART, f"{name}, not kept", cold, get(path))
        yield Lane(PART, f"{name}, not kept, 200 articles", many, get(path))
    raised = _raiser(stage)
    for name, path in (("article", ARTICLE), ("home", HOME), ("index", INDEX)):
        yield Lane(PART, f"{name}, all cold", cold, get(path), before_each=raised)
    yield from _kept(stage)
    for name, path in (("static file, through nginx", static), ("article, through nginx", ARTICLE)):
        if nginx := stage.nginx(name):
            yield Lane(PART, name, nginx, get(path, **KEEP_ALIVE), ahead=True)


def _kept(stage: Stage) -> Iterator[Lane]:
    kept = stage.site("kept")
    yield Lane(PART, "article, kept", kept, get(ARTICLE))
    yield Lane(PART, "home, kept", kept, get(HOME))
    tag = ask(kept.port, get(ARTICLE)).header("ETag")
    if tag:
        conditional = get(ARTICLE, **{"If-None-Match": tag})
        yield Lane(PART, "article, revalidated", kept, conditional, status=304)
    else:
        stage.not_had["article, revalidated"] = "an article has no ETag"


def _raiser(stage: Stage) -> Callable[[], None]:
    """Raises the number of the public site's version, as an editor's change does."""
    connection = stage.connection("cold")

    def raise_version() -> None:
        with connection.cursor() as cursor:
            cursor.execute(RAISE_VERSION)

    return raise_version
