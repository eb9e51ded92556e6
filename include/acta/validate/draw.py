"""Draw a sample: strata, rows and weights, written down before anybody judges."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from acta.config import Settings
from acta.errors import Permanent
from acta.ids import make_id
from acta.validate.claims import claims_of
from acta.validate.population import Found, Population, draw_rows, strata_of, where_of
from acta.validate.records import KINDS, SAMPLES, Item, Kind, Sample, Stratum, append, read_samples
from acta.validate.sampling import allocate, doubled, random_number


@dataclass(frozen=True)
class Plan:
    """What to draw: rows by kind, the seed, the edges of score bands, the share that two coders judge, the filter."""

    wanted: Mapping[Kind, int]
    seed: int
    edges: Sequence[float] = (0.5, 0.8)
    double_share: float = 0.2
    filters: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class _Drawn:
    kind: Kind
    band: str
    score: float | None
    weight: float
    is_double: bool


def draw(settings: Settings, population: Population, plan: Plan) -> tuple[Sample, list[Item], bool]:
    """Draw and write down a sample; returns it, its items, and whether it is new.

    The same plan over the same rows is the same sample and is not written twice. Raises Permanent when nothing fits.
    """
    strata: list[Stratum] = []
    drawn: dict[str, _Drawn] = {}
    where = where_of(plan.filters)
    for kind in (kind for kind in KINDS if plan.wanted.get(kind)):
        sizes = strata_of(population, kind, where, plan.edges)
        shares = allocate(sizes, plan.wanted[kind])
        strata += [Stratum(kind=kind, band=band, size=size, drawn=shares[band]) for band, size in sizes.items()]
        chosen = draw_rows(population, kind, where, plan.edges, plan.seed, shares)
        drawn |= _decided(kind, chosen, sizes, shares, plan)
    if not drawn:
        raise Permanent("no row fits the filter: widen --where, --source, --since or --until")
    found = [(kind, one) for kind in KINDS for one in _in_order(population, kind, drawn, plan.seed)]
    items = list(_items(population, found, drawn))
    decided = [plan.seed, dict(plan.filters), list(plan.edges), plan.double_share, [s.model_dump() for s in strata]]
    key = json.dumps([decided, [[i.row_id, i.claims, i.is_double] for i in items]], sort_keys=True, ensure_ascii=False)
    sample = Sample(
        sample_id=make_id("smp", key), drawn_at=settings.clock(), seed=plan.seed, filters=dict(plan.filters),
        edges=list(plan.edges), double_share=plan.double_share, origin=population.origin, strata=strata,
    )  # fmt: skip
    items = [item.model_copy(update={"sample_id": sample.sample_id}) for item in items]
    earlier, its_items = read_samples(settings.validation_dir)
    same = [one for one in earlier if one.sample_id == sample.sample_id]
    if same:
        return same[0], its_items[sample.sample_id], False
    append(settings.validation_dir, SAMPLES, [sample, *items])
    return sample, items, True


def _decided(
    kind: Kind,
    chosen: Mapping[str, tuple[str, float | None]],
    sizes: Mapping[str, int],
    shares: Mapping[str, int],
    plan: Plan,
) -> Iterator[tuple[str, _Drawn]]:
    both: set[str] = set()
    for band in shares:
        in_band = [row_id for row_id, (its, _) in chosen.items() if its == band]
        both |= doubled(plan.seed, in_band, plan.double_share)
    for row_id, (band, score) in chosen.items():
        yield row_id, _Drawn(kind, band, score, sizes[band] / shares[band], row_id in both)


def _in_order(population: Population, kind: Kind, drawn: Mapping[str, _Drawn], seed: int) -> list[Found]:
    """The rows of a kind in an order that says nothing of their score."""
    ids = [row_id for row_id, one in drawn.items() if one.kind == kind]
    return sorted(population.rows(kind, ids), key=lambda one: random_number(f"{seed}/order", one.row_id)) if ids else []


def _items(population: Population, found: Sequence[tuple[Kind, Found]], drawn: Mapping[str, _Drawn]) -> Iterator[Item]:
    actors = population.actors({actor_id for _, one in found for actor_id in _actor_ids(one.row)})
    for number, (kind, one) in enumerate(found, 1):
        document = population.document(one.article_id, one.text_sha256)
        if document is None:
            raise Permanent(f"the text of {one.article_id} is not there: publish again with texts")
        claims = claims_of(kind, one.row, actors, document.text)
        how = drawn[one.row_id]
        span = one.span
        yield Item(
            sample_id="", item=number, kind=kind, row_id=one.row_id, article_id=one.article_id, text_sha256=one.text_sha256,
            char_start=span[0] if span else None, char_end=span[1] if span else None,
            exact_text=document.text[slice(*span)] if span else None, score=how.score, band=how.band, grouping=one.grouping,
            weight=how.weight, is_double=how.is_double, claims={key: claim[0] for key, claim in claims.items()},
            shown={key: claim[1] for key, claim in claims.items()}, row=_kept(kind, one.row, actors, document.text),
            members=one.members,
        )  # fmt: skip


def _kept(kind: Kind, row: dict[str, Any], actors: Mapping[str, dict[str, Any]], text: str) -> dict[str, Any]:
    """The row as the sample keeps it: without its score, and of a whole article one line for each row that was found."""
    if kind != "article":
        return {name: value for name, value in row.items() if name not in ("score", "cluster_id")}
    listed: dict[str, Any] = {"id": row["id"]}
    for things, of_kind in (("statements", "statement"), ("events", "event")):
        listed[things] = []
        for one in row[things]:
            start, end = (one["content"][0][0], one["content"][-1][1]) if of_kind == "statement" else one["trigger"]
            shown = {key: claim[1] for key, claim in claims_of(of_kind, one, actors, text).items()}  # type: ignore[arg-type]
            parts = ("speaker",) if of_kind == "statement" else ("type", "status", "sources", "targets")
            line = f"{text[start:end]} — {', '.join(shown[part] for part in parts if part in shown) or 'nobody named'}"
            listed[things].append({"id": one["id"], "start": start, "end": end, "shown": line})
    return listed


def _actor_ids(value: Any) -> Iterable[str]:
    """Every actor_id in a row, at any depth, and the parties of a merged one."""
    if isinstance(value, dict):
        for name, cell in value.items():
            if name in ("actor_id", "source", "target") and isinstance(cell, str):
                yield cell
            else:
                yield from _actor_ids(cell)
    elif isinstance(value, list):
        for cell in value:
            yield from _actor_ids(cell)
