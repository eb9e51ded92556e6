"""The catalogue: every file is valid, none is active, and enabling one is a copy."""

from __future__ import annotations

import dataclasses
from collections import Counter
from urllib.parse import urlsplit

import pycountry
import pytest

from acta.collect.urls import url_key
from acta.config import Settings
from acta.errors import Permanent
from acta.sources import enable, load_catalogue, load_sources


def test_the_catalogue_holds_sixty_outlets_of_many_countries_with_real_addresses() -> None:
    sources = load_catalogue()
    assert len(sources) >= 60
    assert len({source.country for source in sources}) >= 25
    for source in sources:
        assert source.country is None or pycountry.countries.get(alpha_3=source.country), source.source_id
        assert source.language == "en" and source.homepage, source.source_id
        for url in (source.homepage, *source.addresses):
            parts = urlsplit(url)
            assert parts.scheme in ("http", "https") and parts.hostname and "." in parts.hostname, source.source_id
            assert not parts.username and parts.port is None and not parts.fragment, source.source_id


def test_no_address_and_no_outlet_is_there_twice() -> None:
    sources = load_catalogue()
    addresses = Counter(url_key(url) for source in sources for url in source.addresses)
    assert [url for url, count in addresses.items() if count > 1] == []
    assert len({source.homepage for source in sources}) == len({source.source_id for source in sources}) == len(sources)


def test_nothing_of_the_catalogue_is_active_until_it_is_enabled(settings: Settings) -> None:
    assert load_sources(settings) == []
    (path,) = enable(settings, ["bbc_world"])
    assert path == settings.sources_dir / "bbc_world.yml"
    (active,) = load_sources(settings)
    assert active in load_catalogue()
    with pytest.raises(Permanent, match="active already"):
        enable(settings, ["bbc_world"])


def test_ids_of_the_catalogue_are_not_those_of_the_sample_newsroom(settings: Settings) -> None:
    newsroom = {source.source_id for source in load_sources(dataclasses.replace(settings, newsroom_port=18000))}
    assert newsroom and newsroom.isdisjoint(source.source_id for source in load_catalogue())


def test_a_mistyped_id_names_the_nearest_and_enables_nothing(settings: Settings) -> None:
    with pytest.raises(Permanent, match="did you mean 'dawn'"):
        enable(settings, ["bbc_world", "dwan"])
    assert load_sources(settings) == []
