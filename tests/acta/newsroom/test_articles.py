"""What the newsroom publishes: enough of it, dated right, about nobody real."""

from __future__ import annotations

import csv
import re
from collections import Counter, defaultdict
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pycountry
import pytest

import acta.newsroom
from acta.model.stories import StoryArticle, assign_stories
from acta.newsroom import EDITIONS
from acta.newsroom.catalogue import Article, load_articles, load_outlets, read_revision
from acta.newsroom.pages import article_page

REGISTRY = Path(acta.newsroom.__file__).parent / "registry"
REAL_REGISTRY = REGISTRY.parents[1] / "registry"
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
WEEKDAY = re.compile(rf"\b({'|'.join(DAYS)})\b")
ARTICLES = load_articles()
by_name = pytest.mark.parametrize("article", ARTICLES, ids=lambda article: f"{article.outlet.source_id}/{article.slug}")


def prose(article: Article) -> list[str]:
    return [block for revision in article.revisions for block in revision.body if not block.startswith("::")]


def rows(table: str, folder: Path = REGISTRY) -> list[dict[str, str]]:
    with (folder / f"{table}.csv").open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def test_the_first_edition_has_more_than_eighty_articles_of_six_outlets_over_120_days_and_two_quarters() -> None:
    shown = [article for article in ARTICLES if article.at(EDITIONS[1])]
    first, last = shown[0].first.published_at, shown[-1].first.published_at
    assert len(shown) >= 84
    assert last - first >= timedelta(days=120)
    assert {(moment.month - 1) // 3 for moment in (article.first.published_at for article in shown)} == {0, 1}
    assert len({article.outlet.source_id for article in shown}) >= 6


def test_the_crisis_in_may_is_a_spike_of_three_times_the_usual_output() -> None:
    per_day = Counter(article.first.published_at.date() for article in ARTICLES)
    spike = sum(count for day, count in per_day.items() if (day.month, 11 <= day.day <= 20) == (5, True)) / 10
    span = (max(per_day) - min(per_day)).days + 1
    assert spike >= 3 * (len(ARTICLES) - 10 * spike) / (span - 10)


def test_the_second_edition_adds_articles_of_its_day_corrects_one_and_withdraws_one() -> None:
    new = [article for article in ARTICLES if not article.at(EDITIONS[1]) and article.at(EDITIONS[2])]
    assert len(new) == 3 and {article.first.published_at.date() for article in new} == {EDITIONS[2].date()}
    changed = [article for article in ARTICLES if article.at(EDITIONS[1]) not in (None, article.at(EDITIONS[2]))]
    now = [revision for article in changed if (revision := article.at(EDITIONS[2]))]
    assert sorted((bool(revision.correction), revision.is_withdrawn) for revision in now) == [
        (False, True),
        (True, False),
    ]
    assert all(article.at(EDITIONS[2]) for article in ARTICLES)


@by_name
def test_the_lede_names_the_weekday_of_publication_or_of_the_day_before(article: Article) -> None:
    published = article.first.published_at
    if article.first.language != "en":
        return
    lede = prose(article)[0]
    past = [day for day in WEEKDAY.findall(lede) if not re.search(rf"(?:will|starts|until|next) [^.]*\b{day}", lede)]
    usual = {DAYS[published.weekday()], DAYS[(published - timedelta(days=1)).weekday()]}
    assert not past or usual & set(past), lede


@by_name
def test_no_text_names_a_real_country(article: Article) -> None:
    names = {country.name for country in pycountry.countries}
    names |= {country.common_name for country in pycountry.countries if hasattr(country, "common_name")}
    text = " ".join([*prose(article), *(revision.title for revision in article.revisions)])
    assert [name for name in names if re.search(rf"\b{re.escape(name)}\b", text)] == []


@by_name
def test_every_article_is_as_long_as_news_is_and_renders_with_its_links(article: Article) -> None:
    words = sum(len(block.split()) for block in article.first.body if not block.startswith("::"))
    assert 90 <= words <= 450
    page = article_page(article, article.first, article.outlet.base_url(18760)).decode()
    assert page.count("<h1") == 1
    assert all(f'href="{path}"' not in page for path in ("", "None"))


def test_no_two_paragraphs_are_the_same_outside_the_wire_stories() -> None:
    own = [article for article in ARTICLES if not article.first.wire_credit]
    seen = Counter(block for article in own for block in article.first.body if not block.startswith(":: "))
    assert [block for block, count in seen.items() if count > 1] == []


def test_five_wire_stories_are_carried_by_two_to_four_other_outlets_and_nothing_else_is_one_story() -> None:
    members = assign_stories(
        StoryArticle(f"{article.outlet.source_id}/{article.slug}", article.outlet.source_id, "\n".join(prose(article)))
        for article in ARTICLES
        if len(article.revisions) == 1
    )
    stories: dict[str, set[str]] = defaultdict(set)
    for member in members:
        stories[member.story_id].add(member.article_id)
    carried = [story for story in stories.values() if len(story) > 1]
    credited = {
        f"{article.outlet.source_id}/{article.slug}"
        for article in ARTICLES
        if article.first.wire_credit == "Meridian Wire"
    }
    assert len(carried) == 5
    for story in carried:
        wire = {article_id for article_id in story if article_id.startswith("meridian_wire/")}
        assert len(wire) == 1 and story - wire <= credited and 2 <= len(story - wire) <= 4
    assert credited <= set().union(*carried)


def test_one_page_is_in_another_language_and_two_pages_are_no_articles() -> None:
    assert [article.first.language for article in ARTICLES if article.first.language != "en"] == ["es"]
    assert sum(len(outlet.no_articles) for outlet in load_outlets()) == 2


def test_a_time_without_an_offset_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "2026-03-01-x.md"
    path.write_text("---\ntitle: x\nsection: y\npublished_at: '2026-03-01T10:00:00'\n---\n\nText.\n", encoding="utf-8")
    with pytest.raises(ValueError, match="UTC offset"):
        read_revision(path, load_outlets()[0])


def test_the_registry_has_no_dangling_ids_and_only_invented_countries() -> None:
    actors = {row["actor_id"]: row for row in rows("actors")}
    assert len(actors) == len(rows("actors"))
    used = {row["actor_id"] for table in ("aliases", "roles") for row in rows(table)}
    used |= {row[key] for row in rows("memberships") for key in ("member_id", "body_id")}
    used |= {row["organisation_id"] for row in rows("roles") if row["organisation_id"]}
    assert used - set(actors) == set()
    assert set(actors) - {row["actor_id"] for row in rows("aliases")} == set()
    countries = {row["country"] for row in actors.values() if row["kind"] == "country"}
    assert all(re.fullmatch("X[A-Z]{2}", code) and code != "XKX" for code in countries)
    assert {row["country"] for row in [*actors.values(), *rows("roles")]} <= {*countries, "IGO", "NGO", ""}
    assert {row["wikidata_id"] for row in actors.values()} == {""}


@pytest.mark.parametrize("table", ["actors", "aliases", "roles", "memberships"])
def test_the_registry_has_the_columns_of_the_real_one(table: str) -> None:
    assert list(rows(table)[0]) == list(rows(table, REAL_REGISTRY)[0])


def test_an_invented_name_is_nobody_elses() -> None:
    taken = {row["alias"] for row in rows("aliases", REAL_REGISTRY)}
    names = Counter(row["alias"] for row in rows("aliases"))
    assert [name for name, count in names.items() if count > 1 or name in taken] == []


def test_nobody_holds_one_office_of_one_country_at_the_same_time_as_another() -> None:
    offices: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
    for row in rows("roles"):
        key = (row["title"], row["organisation_id"] or row["country"])
        offices[key].append((row["valid_from"], row["valid_to"] or "9999"))
    for key, terms in offices.items():
        terms.sort()
        assert all(ended <= begun for (_, ended), (begun, _) in pairwise(terms)), key
