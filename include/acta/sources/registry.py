"""Load the sources and say, with file and line, what is wrong with one; a wrong file keeps no other source from its work.

Values come as plain strings (see ``yaml_file``) and are typed by the model. An error is one line with the nearest key:
``sources/my_paper.yml:3: unknown key 'feedz'; did you mean 'feeds'?``
"""

from __future__ import annotations

import difflib
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ValidationError

from acta.config import Settings
from acta.errors import Permanent
from acta.isolation import Fault, attempt
from acta.sources.model import Expect, FillRate, Range, Rights, Source
from acta.sources.source_id import OWN_FILES, checked_source_id, is_source_id
from acta.sources.yaml_file import Lines, read_values, shown

_SECTIONS: dict[tuple[str, ...], type[BaseModel]] = {
    (): Source,
    ("rights",): Rights,
    ("expect",): Expect,
    ("expect", "articles_per_day"): Range,
    ("expect", "fill_rate"): FillRate,
}


@dataclass(frozen=True, slots=True)
class BrokenFile:
    """A source file that cannot be used. ``source_id`` is None where its name is none; ``says`` is one line with the place."""

    path: Path
    source_id: str | None
    says: str


@dataclass(frozen=True, slots=True)
class Registry:
    """Every source that can be collected in the order of their ids, and the files that cannot be used."""

    sources: list[Source]
    broken: list[BrokenFile]


def read_registry(settings: Settings) -> Registry:
    """The user's own sources, and the sample newsroom's when it is switched on.

    Raises Permanent only when the folder itself cannot be read. Two files of one id are both broken: nobody knows which.
    """
    sources, broken = list[Source](), list[BrokenFile]()
    for path in source_files(settings):
        read = _read(path)
        if isinstance(read, Source):
            sources.append(read)
        else:
            broken.append(read)
    if settings.newsroom_port > 0:
        from acta.newsroom import outlets

        sources += [Source.model_validate(outlet) for outlet in outlets(settings)]
    counted = Counter(source.source_id for source in sources)
    for source_id in sorted(source_id for source_id, count in counted.items() if count > 1):
        path = settings.sources_dir / f"{source_id}.yml"
        says = f"two sources are called {source_id!r}: rename one file in {settings.sources_dir}"
        broken.append(BrokenFile(path, source_id, says))
    sources = [source for source in sources if counted[source.source_id] == 1]
    return Registry(sorted(sources, key=lambda source: source.source_id), broken)


def only(settings: Settings, registry: Registry, source_ids: tuple[str, ...]) -> Registry:
    """The part of a registry that is called so; all of it when no id is given. Raises Permanent for an id nothing has."""
    if not source_ids:
        return registry
    wanted = set(source_ids)
    known = {source.source_id for source in registry.sources} | {file.source_id for file in registry.broken}
    for missing in sorted(wanted - known):
        find_source(settings, missing)
    return Registry(
        [source for source in registry.sources if source.source_id in wanted],
        [file for file in registry.broken if file.source_id in wanted],
    )


def load_sources(settings: Settings) -> list[Source]:
    """All sources that can be collected; ``read_registry`` also says which files cannot be used."""
    return read_registry(settings).sources


def source_files(settings: Settings) -> list[Path]:
    """The user's own source files, by name; hidden ones are an editor's. Raises Permanent when the folder cannot be read."""
    try:
        found = list(settings.sources_dir.iterdir())
    except FileNotFoundError:
        return []
    except OSError as error:
        raise Permanent(
            f"{settings.sources_dir} cannot be read ({error.strerror}): it is the folder of source files"
        ) from error
    return sorted(path for path in found if path.suffix in (".yml", ".yaml") and not path.name.startswith("."))


def find_source(settings: Settings, source_id: str) -> Source:
    """One active source by its id. Raises Permanent: what is wrong with its file, or the nearest id when there is none."""
    registry = read_registry(settings)
    sources = {source.source_id: source for source in registry.sources}
    if source_id in sources:
        return sources[source_id]
    for file in registry.broken:
        if file.source_id == source_id:
            raise Permanent(file.says)
    near = difflib.get_close_matches(source_id, sources, n=1)
    hint = f"did you mean {near[0]!r}?" if near else f"`acta sources list` shows the {len(sources)} there are"
    raise Permanent(f"no source is called {checked_source_id(source_id)!r}; {hint}")


def _read(path: Path) -> Source | BrokenFile:
    source_id = path.stem if is_source_id(path.stem) and path.stem != OWN_FILES else None
    try:
        read = attempt("reading a source file", lambda: parse_source(path))
    except (Permanent, OSError) as error:
        return BrokenFile(path, source_id, str(error))
    return (
        BrokenFile(path, source_id, f"{shown(path)}: cannot be read: {read.detail}")
        if isinstance(read, Fault)
        else read
    )


def parse_source(path: Path) -> Source:
    """One source from one YAML file. Raises Permanent with file and line."""
    name = shown(path)
    if not is_source_id(path.stem) or path.stem == OWN_FILES:
        raise Permanent(f"{name}: the file's name is the source's id: use small letters, digits and _, and not 'files'")
    values, lines = read_values(path)
    if "source_id" in values:
        raise Permanent(f"{name}:{lines[('source_id',)]}: the file's name gives the source_id; remove this line")
    try:
        return Source.model_validate({**values, "source_id": path.stem})
    except ValidationError as error:
        raise Permanent(f"{name}:{_message(error, lines)}") from error


def _message(error: ValidationError, lines: Lines) -> str:
    """``line: what is wrong`` for the first fault in the order of the file."""
    faults = [(_line(fault["loc"], lines), fault) for fault in error.errors()]
    line, fault = min(faults, key=lambda pair: (pair[0], pair[1]["type"] != "extra_forbidden"))
    loc = tuple(str(part) for part in fault["loc"])
    key, section = (loc[-1], loc[:-1]) if loc else ("", ())
    if (
        any(fault["type"] == "extra_forbidden" for _, fault in faults)
        and fault["type"] != "extra_forbidden"
        and not loc
    ):
        # "no feeds" is often only the shadow of a mistyped key: name the key
        line, fault = next(pair for pair in faults if pair[1]["type"] == "extra_forbidden")
    if fault["type"] == "extra_forbidden":
        known = [field for field in _SECTIONS.get(section, Source).model_fields if field != "source_id"]
        near = difflib.get_close_matches(key, known, n=1)
        return f"{line}: unknown key {key[:60]!r}; " + (
            f"did you mean {near[0]!r}?" if near else f"known keys: {', '.join(known)}"
        )
    if fault["type"] == "missing":
        return f"{line}: the key {key!r} is missing; a source needs at least name: and feeds:"
    text = " ".join(fault["msg"].removeprefix("Value error, ").split())[:300]
    return f"{line}: {'.'.join(loc)}: {text}" if loc else f"{line}: {text}"


def _line(loc: tuple[str | int, ...], lines: Lines) -> int:
    while loc and loc not in lines:
        loc = loc[:-1]
    return lines[loc]
