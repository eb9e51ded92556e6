"""Sources: what a file may leave out, and how its faults are told."""

from __future__ import annotations

from pathlib import Path

import pytest

from acta.config import Settings
from acta.errors import Permanent
from acta.sources import find_source, load_sources, parse_source


def write(settings: Settings, name: str, text: str) -> Path:
    settings.sources_dir.mkdir(parents=True, exist_ok=True)
    path = settings.sources_dir / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_name_and_a_feed_are_enough(settings: Settings) -> None:
    write(settings, "my_paper.yml", "name: My Paper\nfeeds: https://www.paper.example/rss.xml\n")
    (source,) = load_sources(settings)
    assert (source.source_id, source.name, source.feeds) == (
        "my_paper",
        "My Paper",
        ("https://www.paper.example/rss.xml",),
    )
    assert source.domain == "paper.example"
    assert source.country is None and source.language is None


def test_a_folder_without_sources_is_an_empty_list(settings: Settings) -> None:
    assert load_sources(settings) == []


def test_norwegian_stays_a_language(settings: Settings) -> None:
    path = write(settings, "a.yml", "name: Avis\nlanguage: no\ncountry: NOR\nfeeds: [https://avis.example/rss]\n")
    assert parse_source(path).language == "no"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (
            "name: P\n\nfeedz: [https://p.example/rss]\n",
            "sources/my_paper.yml:3: unknown key 'feedz'; did you mean 'feeds'?",
        ),
        (
            "name: P\nfeeds: [https://p.example/rss]\nrights:\n  licnce: CC\n",
            "my_paper.yml:4: unknown key 'licnce'; did you mean 'licence'?",
        ),
        (
            "name: P\nfeeds: [https://p.example/rss]\nexpect:\n  articles_per_day: {mim: 3}\n",
            "my_paper.yml:4: unknown key 'mim'; did you mean 'min'?",
        ),
        (
            "name: P\nfeeds: [https://p.example/rss]\nexpect:\n  articles_per_day: {min: 9, max: 3}\n",
            "my_paper.yml:4: expect.articles_per_day: min 9 is more than max 3",
        ),
        (
            "name: P\nfeeds: [https://p.example/rss]\nexpect:\n  fill_rate:\n    author: 50\n",
            "my_paper.yml:5: expect.fill_rate.author: Input should be less than or equal to 1",
        ),
        (
            "name: P\nfeeds: [https://p.example/rss]\nexpect:\n  fill_rate: {autor: 0.5}\n",
            "my_paper.yml:4: unknown key 'autor'; did you mean 'author'?",
        ),
        ("feeds: [https://p.example/rss]\n", "my_paper.yml:1: the key 'name' is missing"),
        ("name: P\n", "my_paper.yml:1: no feeds and no sitemaps"),
        (
            "name: P\nfeeds:\n  - https://p.example/rss\n  - p.example/rss\n",
            "my_paper.yml:4: feeds.1: 'p.example/rss' is not a web address",
        ),
        (
            "name: P\nfeeds: [file:///etc/passwd]\n",
            "my_paper.yml:2: feeds.0: 'file:///etc/passwd' is not a web address",
        ),
        (
            "name: P\ncountry: JP\nfeeds: [https://p.example/rss]\n",
            "my_paper.yml:2: country: 'JP' is not an ISO 3166-1 alpha-3 code",
        ),
        ("name: P\nname: Q\n", "my_paper.yml:2: key 'name' is there twice"),
        ("name: [P\nfeeds: x\n", "my_paper.yml:2: not valid YAML"),
        ("- name\n", "my_paper.yml:1: a source is a list of keys"),
        ("", "my_paper.yml:1: a source is a list of keys"),
    ],
)
def test_a_fault_is_one_line_with_file_line_and_what_to_do(settings: Settings, text: str, says: str) -> None:
    with pytest.raises(Permanent) as caught:
        parse_source(write(settings, "my_paper.yml", text))
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)


def test_an_unknown_source_names_the_nearest_one(settings: Settings) -> None:
    write(settings, "my_paper.yml", "name: P\nfeeds: [https://p.example/rss]\n")
    with pytest.raises(Permanent, match="did you mean 'my_paper'"):
        find_source(settings, "my_papr")
