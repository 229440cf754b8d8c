"""Demonstration pages made from files: home, conditions, articles and information pages."""

import json
from typing import Any
from uuid import uuid4

from django.utils.translation import gettext as _

from wagtail.models import Page

from articles.models import ConditionIndexPage, ConditionPage, Source
from articles.reviews.acts import Review, log_full_review
from clinic.models import HomePage, InformationPage, PractitionerPage, User

from .answers import load_answers, load_answers_of_records
from .privacy import privacy_pages
from .records import FOLDER, Records, UnverifiedSourceError, items, read

OTHER_FILES = {
    "ailments",
    "answers",
    "clinic",
    "images",
    "pages",
    "people",
    "people_pages",
    "safety",
    "sources",
}
# The founding article opens the list.
FIRST_ARTICLE = "nerve-pain"


def article_names() -> list[str]:
    """Return the names of the files that hold an article, the founding one first."""
    names = sorted(path.stem for path in FOLDER.glob("*.toml") if path.stem not in OTHER_FILES)
    return sorted(names, key=lambda name: name != FIRST_ARTICLE)


def load_pages(home: HomePage, records: Records) -> int:
    """Create every page below ``home``, then fill ``home`` itself; return the number of pages."""
    files = read("pages")
    reviewer = records.reviewer
    load_answers_of_records(reviewer)
    index = _publish_below(home, ConditionIndexPage(**files["conditions"]), reviewer)
    articles = [_publish_below(index, _article(read(name), records), reviewer) for name in article_names()]
    for article in articles:
        _write_down_review(article, reviewer)
    information = [
        _publish_below(
            home, InformationPage(**{**fields, "body": _stream(fields["body"], records, {})}), reviewer
        )
        for fields in files["pages"]
    ]
    privacy = [_publish_below(home, page, reviewer) for page in privacy_pages(files)]
    parents = {page.slug: page for page in [index, *articles, *information]}
    people = _people_pages(parents, records)
    for name, value in files["home"].items():
        setattr(home, name, _stream(value, records, parents) if name == "body" else value)
    load_answers("home", home, reviewer)
    home.save_revision().publish()
    return 2 + len(articles) + len(information) + len(privacy) + len(people)


def _people_pages(pages: dict[str, Page], records: Records) -> list[PractitionerPage]:
    return [
        _publish_below(
            pages["about"],
            PractitionerPage(
                **{
                    **fields,
                    "practitioner": records.people[fields["practitioner"]],
                    "body": _stream(fields["body"], records, pages),
                    "is_demonstration": True,
                }
            ),
            records.reviewer,
        )
        for fields in read("people_pages")["people_pages"]
    ]


def _publish_below[AnyPage: Page](parent: Page, page: AnyPage, reviewer: User) -> AnyPage:
    page.live = False
    parent.add_child(instance=page)
    load_answers(page.slug, page, reviewer)
    page.save_revision().publish()
    return page


def _write_down_review(article: Any, user: User) -> None:
    review = Review(
        practitioner=article.clinical_reviewer,
        reviewed_on=article.last_reviewed,
        next_due=article.next_review_due,
        note=str(_("Made up for the demonstration: nobody has reviewed this article.")),
    )
    log_full_review(article, review, user)


def _article(fields: dict[str, Any], records: Records) -> ConditionPage:
    hero = [{"type": "photo", "value": fields["hero"]}] if "hero" in fields else []
    return ConditionPage(
        **{
            **fields,
            "author": records.people[fields["author"]],
            "clinical_reviewer": records.people[fields["clinical_reviewer"]],
            "hero": _stream(hero, records, {}),
            "body": _stream(fields["body"], records, {}),
        }
    )


def _citable(records: Records, key: str) -> Source:
    """Return the source of that name; raise ``UnverifiedSourceError`` if nobody has checked it."""
    source = records.sources[key]
    if not source.is_verified:
        raise UnverifiedSourceError(key)
    return source


def _stream(blocks: list[dict[str, Any]], records: Records, parents: dict[str, Page]) -> str:
    return json.dumps([_block(block, records, parents) for block in blocks])


def _block(block: dict[str, Any], records: Records, parents: dict[str, Page]) -> dict[str, Any]:
    """Return the block as it is stored: primary keys of records in place of the names that files use."""
    value: Any = block.get("value")
    match block["type"]:
        case "safety_notice":
            value = records.notices[value].pk
        case "photo":
            picture = records.pictures[value["image"]]
            image = {"image": picture.pk, "alt_text": value["alt"], "decorative": False}
            value = {"image": image, "caption": value["caption"]}
        case "claim":
            value = {**value, "sources": items([_citable(records, key).pk for key in value["sources"]])}
        case "page_cards" | "sees":
            value = {**value, **_pages_of(value, parents)}
        case "trainings" | "care_card" | "facts" | "faq" | "steps":
            value = {**value, "items": items(value["items"])}
        case "way_in":
            value = {**value, "map": {"image": None, "caption": ""}, "items": items(value["items"])}
        case "comparison":
            rows = [{**row, "cells": items(row["cells"])} for row in value["rows"]]
            value = {**value, "columns": items(value["columns"]), "rows": items(rows)}
    return {"type": block["type"], "value": value, "id": str(uuid4())}


def _pages_of(value: dict[str, Any], pages: dict[str, Page]) -> dict[str, Any]:
    """Return those fields of a block that refer to pages."""
    if "parent" in value:
        return {"parent": pages[value["parent"]].pk}
    return {"pages": items([pages[slug].pk for slug in value["pages"]])}
