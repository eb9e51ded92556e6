"""The shape of one source: what a YAML file may say, with the defaults for what it does not."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Literal
from urllib.parse import urlsplit

import pycountry
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from acta.sources.source_id import is_source_id


def _web_address(url: str) -> str:
    parts = urlsplit(url.strip())
    # reading the port raises when it is none
    if parts.scheme.lower() not in ("http", "https") or not parts.hostname or parts.port == 0:
        raise ValueError(f"{url!r} is not a web address; it should look like https://outlet.example/rss.xml")
    return url.strip()


def _country(code: str) -> str:
    if re.fullmatch(r"X[A-Z]{2}", code) or pycountry.countries.get(alpha_3=code):
        return code
    raise ValueError(f"{code!r} is not an ISO 3166-1 alpha-3 code such as JPN")


def _language(code: str) -> str:
    if not re.fullmatch(r"[a-z]{2,3}", code):
        raise ValueError(f"{code!r} is not an ISO 639 code such as en")
    return code


def _source_id(text: str) -> str:
    if not is_source_id(text):
        raise ValueError(f"{text[:40]!r} cannot be the id of a source: use small letters, digits, _ and -")
    return text


def _as_list(value: object) -> object:
    return [value] if isinstance(value, str) else value


WebAddress = Annotated[str, AfterValidator(_web_address)]
Addresses = Annotated[tuple[WebAddress, ...], BeforeValidator(_as_list)]


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Rights(_Strict):
    """What the outlet allows, as a person read it."""

    robots_checked_on: date | None = None
    terms_url: WebAddress | None = None
    licence: str | None = None


class Range(_Strict):
    """Fewer than ``min`` is a failure of the source, more than ``max`` a warning."""

    min: Annotated[float, Field(ge=0, allow_inf_nan=False)] | None = None
    max: Annotated[float, Field(ge=0, allow_inf_nan=False)] | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Range:
        if self.min is not None and self.max is not None and self.min > self.max:
            raise ValueError(f"min {self.min:g} is more than max {self.max:g}")
        return self


class FillRate(_Strict):
    """Least share of the articles, 0 to 1, of which the page says this much."""

    published_at: Annotated[float, Field(ge=0, le=1)] | None = None
    author: Annotated[float, Field(ge=0, le=1)] | None = None


class Expect(_Strict):
    """What a healthy source delivers; rpt_outlet_health compares with it."""

    articles_per_day: Range = Range()
    fill_rate: FillRate = FillRate()


class Source(_Strict):
    """One outlet, wire service or folder of files."""

    source_id: Annotated[str, AfterValidator(_source_id)]
    name: str
    homepage: WebAddress | None = None
    country: Annotated[str, AfterValidator(_country)] | None = None
    language: Annotated[str, AfterValidator(_language)] | None = None
    kind: Literal["outlet", "wire", "files"] = "outlet"
    feeds: Addresses = ()
    sitemaps: Addresses = ()
    listings: Addresses = ()
    rights: Rights = Rights()
    expect: Expect = Expect()

    @model_validator(mode="after")
    def _has_a_way_in(self) -> Source:
        if self.kind != "files" and not (self.feeds or self.sitemaps or self.listings):
            raise ValueError(
                "no feeds and no sitemaps, no listings either: add a line such as feeds: [https://outlet.example/rss.xml]"
            )
        return self

    @property
    def addresses(self) -> tuple[str, ...]:
        """Everything that is polled."""
        return (*self.feeds, *self.sitemaps, *self.listings)

    @property
    def domain(self) -> str | None:
        """Host name without ``www.``: of the home page, else of the first feed, sitemap or listing."""
        for url in (self.homepage, *self.addresses):
            if url:
                return (urlsplit(url).hostname or "").removeprefix("www.") or None
        return None
