"""Whatever lies in a source file: a source that can be stored, or one line that names the file."""

from __future__ import annotations

import tempfile
from pathlib import Path

import yaml
from hypothesis import strategies as st
from tests.fuzz.budget import budgets, fuzz
from tests.fuzz.documents import TIMES, TOKENS, URLS, damaged

from acta.config import Settings
from acta.sources import read_registry

MEMORY = "/dev/shm" if Path("/dev/shm").is_dir() else None
KEYS = st.sampled_from(
    (
        "name",
        "feeds",
        "sitemaps",
        "listings",
        "homepage",
        "country",
        "language",
        "rights",
        "expect",
        "min",
        "max",
        "articles_per_day",
        "fill_rate",
        "kind",
        "source_id",
        "<<",
        "feedz",
        "",
    )
)
SCALARS = st.one_of(
    st.sampled_from(URLS),
    st.sampled_from(TIMES),
    st.text(max_size=20),
    st.none(),
    st.integers(),
    st.floats(),
    st.booleans(),
    st.sampled_from(
        ("GBR", "en", "no", "outlet", "files", "nan", ".inf", "1e400", "-0", "half \\ud83d", "\u202e", "~")
    ),
)
values = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=5), max_leaves=12
)
sources = st.fixed_dictionaries(
    {"name": st.one_of(st.just("Paper"), values), "feeds": st.one_of(st.just(["https://p.example/rss"]), values)},
    optional={
        "expect": values,
        "rights": values,
        "country": SCALARS,
        "language": SCALARS,
        "homepage": SCALARS,
        "kind": SCALARS,
    },
)
YAML_TOKENS = (
    b"&a ",
    b"*a",
    b"!!python/object:os.system ",
    b"? ",
    b"- ",
    b"[",
    b"{",
    b": ",
    b"|\n",
    b">\n",
    b"---\n",
    b"...\n",
    b"%YAML 9\n",
    b'"\\ud83d"',
    b'"\\0"',
    b"\t",
    b"<<: *a\n",
    *TOKENS,
)


def _as_yaml(value: object) -> bytes:
    return yaml.safe_dump(value, allow_unicode=True).encode("utf-8", "surrogatepass")


@st.composite
def files(draw: st.DrawFn) -> bytes:
    body = draw(damaged(sources.map(_as_yaml)))
    for token in draw(st.lists(st.sampled_from(YAML_TOKENS), max_size=3)):
        at = draw(st.integers(0, len(body)))
        body = body[:at] + token * draw(st.sampled_from((1, 1, 1, 40, 3000))) + body[at:]
    return body


def check(body: bytes) -> None:
    with tempfile.TemporaryDirectory(dir=MEMORY) as folder:
        settings = Settings(data_dir=Path(folder) / "data", sources_dir=Path(folder))
        (Path(folder) / "paper.yml").write_bytes(body)
        (Path(folder) / "good.yml").write_text("name: Good\nfeeds: [https://good.example/rss]\n", encoding="utf-8")
        registry = read_registry(settings)
    assert "good" in {source.source_id for source in registry.sources}
    assert len(registry.sources) + len(registry.broken) == 2
    for source in registry.sources:
        assert source.model_dump_json().encode()
    for file in registry.broken:
        assert "paper.yml" in file.says and "\n" not in file.says and file.says.encode() and len(file.says) < 1000
        assert "cannot be read: " not in file.says or "Error" not in file.says, file.says  # what nobody expected


@budgets
def test_no_source_file_ends_in_an_exception_or_keeps_another_from_its_work(seconds: float) -> None:
    fuzz(files(), check, seconds)
