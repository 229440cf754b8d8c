"""Checks of a claim against its sources: they are checked, and it says no more than they do."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from articles.blocks.certainty import Certainty, Found, level_of
from articles.models import Source

Problem = tuple[str, str]
WORDS_OF_A_BASIS = 2


def claim_problems(claim: Any) -> Iterator[Problem]:
    """Yield the code and the words of everything that keeps a claim from readers."""
    sources = claim.known_sources
    if not sources:
        yield "claim_without_source", _("the claim names no source. Choose the study it rests on.")
        return
    yield from _standing(sources)
    if claim.is_advice:
        yield from _advice(claim, sources)
    else:
        yield from _designs(claim, sources)
        yield from _certainty(claim, sources)
        yield from _comparison(claim, sources)


def _standing(sources: list[Source]) -> Iterator[Problem]:
    for source in sources:
        if source.is_retracted:
            message = _("%(source)s was retracted. Take it out, and say what is left without it.")
            yield "source_retracted", message % {"source": source.short_name}
        elif not source.is_verified:
            message = _(
                "nobody has checked %(source)s. A clinical reviewer opens the publication and checks it, "
                "under Evidence, Sources."
            )
            yield "source_unverified", message % {"source": source.short_name}


def _advice(claim: Any, sources: list[Source]) -> Iterator[Problem]:
    for source in sources:
        if source.design != Source.Design.GUIDELINE:
            message = _(
                "“%(claim)s” is called advice, but %(source)s is no guideline. Choose what was found, "
                "or take that source out."
            )
            yield "advice_without_guideline", message % _names(claim, source)
    if claim["certainty"] != Certainty.NOT_STATED:
        message = _("“%(claim)s” is advice, which has no certainty of its own. Choose “%(choose)s”.")
        yield "advice_with_certainty", message % {**_names(claim), "choose": Certainty.NOT_STATED.label}


def _designs(claim: Any, sources: list[Source]) -> Iterator[Problem]:
    for source in sources:
        if source.design == Source.Design.GUIDELINE:
            message = _(
                "%(source)s is a guideline: it gives advice, and found nothing itself. Take it out of "
                "“%(claim)s”, and write its advice as a claim of its own."
            )
            yield "guideline_found_nothing", message % _names(claim, source)


def _certainty(claim: Any, sources: list[Source]) -> Iterator[Problem]:
    surest = max(sources, key=lambda source: level_of(source.certainty).dots)
    # What nobody rated opens with the same words as the lowest level.
    bound = max(level_of(surest.certainty).dots, level_of(Certainty.VERY_LOW).dots)
    if level_of(claim["certainty"]).dots > bound:
        message = _(
            "“%(claim)s” is surer than its surest source, %(source)s: %(rated)s. Choose “%(choose)s” or less."
        )
        choose = next(level for level in Certainty if level_of(level).dots == bound)
        words = {"rated": str(level_of(surest.certainty).label).lower(), "choose": choose.label}
        yield "claim_too_sure", message % {**_names(claim, surest), **words}
    elif claim["certainty"] == Certainty.HIGH and not any(map(_bears_high, sources)):
        message = _(
            "“%(claim)s” has high certainty. For that, %(source)s must sum up several studies and say who "
            "rated it high. Choose “%(choose)s”, or complete the source."
        )
        yield "high_without_basis", message % {**_names(claim, surest), "choose": Certainty.MODERATE.label}


def _bears_high(source: Source) -> bool:
    """Return whether a source rated high says where that comes from, and is more than one study."""
    is_one_study = source.design == Source.Design.RANDOMIZED_TRIAL or source.trials == 1
    has_basis = len(source.certainty_basis.split()) >= WORDS_OF_A_BASIS
    return source.certainty == Certainty.HIGH and has_basis and not is_one_study


def _comparison(claim: Any, sources: list[Source]) -> Iterator[Problem]:
    if not claim.comparators:
        message = _("“%(claim)s” does not say what acupuncture was compared with.")
        yield "comparator_missing", message % _names(claim)
        return
    theirs = {key: name for source in sources for key, name in source.comparators.items()}
    for key, name in claim.comparators.items():
        if key not in theirs:
            message = _("“%(claim)s” says “compared with %(name)s”. Its sources compared with: %(theirs)s.")
            named = "; ".join(theirs.values()) or _("nothing that is entered")
            yield "comparator_unknown", message % {**_names(claim), "name": name, "theirs": named}
    if claim.found == Found.UNCLEAR or claim.comparators.keys() - theirs.keys():
        return
    for source in sources:
        if not source.comparators.keys() & claim.comparators.keys():
            # A claim that does not say what was found yet may be about to say "better".
            yield "source_compares_otherwise", _otherwise(claim, source)


def _otherwise(claim: Any, source: Source) -> str:
    if source.comparators:
        message = _(
            "“%(claim)s” cites %(source)s, which compared with something else: %(theirs)s. Name that in the "
            "claim, or take the source out."
        )
        return message % {**_names(claim, source), "theirs": "; ".join(source.comparators.values())}
    message = _(
        "“%(claim)s” says “%(found)s”, but %(source)s compared acupuncture with nothing. Choose another "
        "result, or take the source out."
    )
    return message % {**_names(claim, source), "found": claim.found_label or _("better or worse")}


def _names(claim: Any, source: Source | None = None) -> dict[str, str]:
    return {"claim": claim.brief, "source": source.short_name if source else ""}
