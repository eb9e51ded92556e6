"""Learn how the facts about a candidate count for a pronoun: ``.venv/bin/python training/pronouns.py A.jsonl.gz G.jsonl.gz …``.

Arguments are pairs of files, articles and gold. Gold is a line an article: ``entities`` with ``mentions`` ({start, end, form,
head}) and ``other_pronouns`` ({start, end, type}), or ``actors`` with ``mentions`` and ``coreference`` ({start, end, key}). The
weights go to ``include/acta/annotate/actors/ranking.csv``. The annotator itself finds everything but the pronouns: run it again
after a change of names or descriptions.
"""

from __future__ import annotations

import csv
import gzip
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np

from acta.annotate.actors import ranking
from acta.annotate.actors.antecedents import Candidate
from acta.annotate.actors.cast import Cast
from acta.annotate.actors.coreference import by_rank, find_pronouns
from acta.annotate.actors.find import find_all_but_pronouns
from acta.annotate.document import Parsed
from acta.annotate.parse import parse
from acta.annotate.present import published_on
from acta.annotate.reading import Reading
from acta.annotate.types import Actor

Row = dict[str, Any]
Decision = tuple[str, list[str], list[list[str]], set[int]]  # kind, of the pronoun, of its candidates, which are right
WEIGHTS = Path(ranking.__file__).with_name("ranking.csv")
STATE = "a state"  # some country: such gold marks places, not which
PRIOR = {  # what is held before the data, which are few: a weight moves away from it only by evidence
    "says it": 2.0,
    "above 0": 1.5,
    "above 1": 0.7,
    "first by structure": 1.0,
    "only one of the gender": 1.5,
    "only one": 1.0,
    "gender": 0.5,
    "gender of another": -2.0,
    "object below the main subject": 0.5,
    "goes on speaking": 1.0,
    "so far": 0.5,
    "quoted apart": -0.5,
    "in a phrase before the subject": -2.0,
    "distance 2": -0.7,
    "distance 3": -1.5,
    "distance 4": -2.0,
    "nobody always": 1.5,
}
PENALTY = 0.01  # of squared distances from the prior, beside the mean loss
MOST = 15  # decisions of one article that count in full
STEPS = 300
RATE = 0.05


def decisions(article: Row, gold: Row, parsed: Parsed, told: bool) -> list[Decision]:
    """What there is to choose from for every pronoun whose right answer is known.

    What a pronoun means decides on the candidates of the next ones: the gold says it where ``told``, else the present weights do,
    errors included, so that the next ones learn to live with them.
    """
    reading = Reading(parsed, published_on(article), article.get("title"))  # type: ignore[arg-type]
    cast = find_all_but_pronouns(reading)
    named, pronouns = _golden(gold)
    home = _homes(cast, named)
    out: list[Decision] = []

    def choose(t: int, kind: str, candidates: list[Candidate], about: list[str]) -> tuple[Actor | None, float]:
        span = (parsed.start[t], parsed.end[t])
        own = (None, 0.0) if told else by_rank(t, kind, candidates, about)
        if span not in pronouns:
            return own
        wanted = pronouns[span]
        right = {
            k
            for k, c in enumerate(candidates)
            if (c.actor.kind == "country" if wanted == STATE else home.get(c.actor.actor_id, "?") == wanted)
        }
        if candidates and (right or wanted != STATE):
            out.append((kind, about, [c.features for c in candidates], right))
        return (candidates[min(right)].actor, 1.0) if told and right else own

    find_pronouns(cast, choose)
    return out


def _golden(gold: Row) -> tuple[list[tuple[int, int, str, int]], dict[tuple[int, int], str | None]]:
    """Names and nominals as (start, end, entity, weight), and pronouns with their entity."""
    named: list[tuple[int, int, str, int]] = []
    pronouns: dict[tuple[int, int], str | None] = {}
    for entity in gold.get("entities", ()):
        for m in entity["mentions"]:
            if m["form"] == "pronoun":
                pronouns[m["head"][0], m["head"][1]] = entity["id"]
            elif not m.get("coordination"):
                named.append((*m["head"], entity["id"], 3 if m["form"] == "name" else 1))
    for other in gold.get("other_pronouns", ()):
        pronouns[other["start"], other["end"]] = STATE if other["type"] == "place" else None
    for actor in gold.get("actors", ()):
        named += [(m["start"], m["end"], actor["key"], 3) for m in actor["mentions"]]
    for link in gold.get("coreference", ()):
        pronouns[link["start"], link["end"]] = link["key"]
    return named, pronouns


def _homes(cast: Cast, named: list[tuple[int, int, str, int]]) -> dict[str, str]:
    """The entity that each actor of the cast mostly stands for."""
    votes: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for mention in cast.mentions:
        head = cast.doc.start[mention.head]
        for start, end, entity, weight in named:
            if mention.actor_id and start <= head < end:
                votes[mention.actor_id][entity] += weight
    return {actor: count.most_common(1)[0][0] for actor, count in votes.items()}


def learn(data: Iterable[Decision], counts: Iterable[float]) -> dict[str, dict[str, float]]:
    """Weights by kind: maximum likelihood of the right candidates, or of nobody where none is right.

    ``counts``: how much each decision counts, so that one long life of one person does not outweigh the news.
    """
    by_kind: defaultdict[str, list[tuple[Decision, float]]] = defaultdict(list)
    for decision, count in zip(data, counts, strict=True):
        by_kind[decision[0]].append((decision, count))
    return {kind: _fit([d for d, _ in found], [c for _, c in found]) for kind, found in sorted(by_kind.items())}


def _fit(found: list[Decision], counts: list[float]) -> dict[str, float]:
    count = Counter(f for _, about, candidates, _ in found for c in [*candidates, _nobody(about)] for f in c)
    names = sorted(PRIOR.keys() | {f for f, n in count.items() if n >= 3})
    index = {f: k for k, f in enumerate(names)}
    rows = [
        (np.array([_vector(c, index) for c in [*candidates, _nobody(about)]]), sorted(right) or [len(candidates)])
        for _, about, candidates, right in found
    ]
    prior = np.array([PRIOR.get(name, 0.0) for name in names])
    weights, mean, square = prior.copy(), np.zeros(len(names)), np.zeros(len(names))
    for step in range(1, STEPS + 1):
        slope = PENALTY * (weights - prior)
        for (x, right), share in zip(rows, counts, strict=True):
            p = np.exp(x @ weights - (x @ weights).max())
            p /= p.sum()
            wanted = np.zeros(len(p))
            wanted[right] = p[right] / p[right].sum()
            slope = slope + share * (p - wanted) @ x / sum(counts)
        mean, square = 0.9 * mean + 0.1 * slope, 0.99 * square + 0.01 * slope**2
        weights = weights - RATE * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.99**step)) + 1e-8)
    return {name: round(float(weights[k]), 3) for name, k in index.items()}


def _nobody(about: list[str]) -> list[str]:
    return [f"{ranking.NOBODY} {f}" for f in ("always", *about)]


def _vector(features: list[str], index: dict[str, int]) -> list[float]:
    out = [0.0] * len(index)
    for f in features:
        if f in index:
            out[index[f]] = 1.0
    return out


def write(weights: dict[str, dict[str, float]], path: Path = WEIGHTS) -> None:
    """One line a weight that is not nought."""
    with path.open("w", encoding="utf-8", newline="") as handle:
        sink = csv.writer(handle, lineterminator="\n")
        sink.writerow(["pronoun", "feature", "weight"])
        sink.writerows([kind, f, w] for kind, of in weights.items() for f, w in of.items() if w)


def read(path: str) -> list[Row]:
    """Lines of a gzipped file."""
    with gzip.open(path, "rt", encoding="utf-8") as handle:
        return [json.loads(line) for line in handle]


def train(articles: list[tuple[Row, Row, Parsed]], rounds: int = 3) -> list[Decision]:
    """Learn in rounds, the first told by the gold; returns the last round's decisions. Writes the weights after each."""
    for number in range(rounds):
        by_article = [decisions(*one, told=number == 0) for one in articles]
        data = [d for found in by_article for d in found]
        write(learn(data, [min(1.0, MOST / len(found)) for found in by_article for _ in found]))
        ranking.load_weights.cache_clear()
    return data


def main(paths: list[str]) -> None:
    """Read all pairs of files, learn and write."""
    articles: list[tuple[Row, Row, Parsed]] = []
    for rows, gold in zip(paths[::2], paths[1::2], strict=True):
        by_id = {line["article_id"]: line for line in read(gold)}
        docs = parse([row["text"] for row in read(rows)])
        articles += [(row, by_id[row["article_id"]], doc) for row, doc in zip(read(rows), docs, strict=True)]
    print(Counter(decision[0] for decision in train(articles)), "decisions")


if __name__ == "__main__":
    main(sys.argv[1:])
