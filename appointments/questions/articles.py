"""Articles that can be chosen as the topic of a visit."""

from typing import NamedTuple


class ArticleToChoose(NamedTuple):
    """Article as a form needs it; ``is_slow`` tells whether the desk is, None where nobody asked with it."""

    pk: int
    title: str
    slug: str
    is_slow: bool | None = None
