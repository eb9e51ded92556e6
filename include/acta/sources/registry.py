"""Load the sources and say, with file and line, what is wrong with one.

YAML is read as plain strings (``no`` is Norwegian here, never False) and typed by the model. An error is one line
with the nearest key: ``sources/my_paper.yml:3: unknown key 'feedz'; did you mean 'feeds'?``
"""

from __future__ import annotations

import difflib
import re
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ValidationError

from acta.config import Settings
from acta.errors import Permanent
from acta.sources.model import Expect, FillRate, Range, Rights, Source

Lines = dict[tuple[str | int, ...], int]
_SECTIONS: dict[tuple[str, ...], type[BaseModel]] = {
    (): Source,
    ("rights",): Rights,
    ("expect",): Expect,
    ("expect", "articles_per_day"): Range,
    ("expect", "fill_rate"): FillRate,
}


def load_sources(settings: Settings) -> list[Source]:
    """All active sources in the order of their ids: the user's own, and the sample newsroom's when it is switched on.

    Raises Permanent for the first file that is wrong, naming file and line.
    """
    sources = [parse_source(path) for path in source_files(settings)]
    if settings.newsroom_port > 0:
        from acta.newsroom import outlets

        sources += [Source.model_validate(outlet) for outlet in outlets(settings)]
    seen: set[str] = set()
    for source in sources:
        if source.source_id in seen:
            raise Permanent(f"two sources are called {source.source_id!r}: rename one file in {settings.sources_dir}")
        seen.add(source.source_id)
    return sorted(sources, key=lambda source: source.source_id)


def source_files(settings: Settings) -> list[Path]:
    """The user's own source files, by name."""
    return sorted(path for ending in ("*.yml", "*.yaml") for path in settings.sources_dir.glob(ending))


def find_source(settings: Settings, source_id: str) -> Source:
    """One active source by its id. Raises Permanent with the nearest id when there is none."""
    sources = {source.source_id: source for source in load_sources(settings)}
    if source_id in sources:
        return sources[source_id]
    near = difflib.get_close_matches(source_id, sources, n=1)
    hint = f"did you mean {near[0]!r}?" if near else f"`acta sources list` shows the {len(sources)} there are"
    raise Permanent(f"no source is called {source_id!r}; {hint}")


def parse_source(path: Path) -> Source:
    """One source from one YAML file. Raises Permanent with file and line."""
    name = _shown(path)
    if not re.fullmatch(r"[a-z0-9][a-z0-9_-]*", path.stem) or path.stem == "files":
        raise Permanent(f"{name}: the file's name is the source's id: use small letters, digits and _, and not 'files'")
    try:
        node = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
    except (OSError, UnicodeDecodeError) as error:
        raise Permanent(f"{name}: cannot be read: {error}") from error
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise Permanent(
            f"{name}:{line}: not valid YAML: {error.problem}; a source needs at least name: and feeds:"
        ) from error
    if not isinstance(node, yaml.MappingNode):
        raise Permanent(f"{name}:1: a source is a list of keys, at least name: and feeds:")
    lines: Lines = {(): 1}
    values = _plain(node, (), lines, name)
    if "source_id" in values:
        raise Permanent(f"{name}:{lines[('source_id',)]}: the file's name gives the source_id; remove this line")
    try:
        return Source.model_validate({**values, "source_id": path.stem})
    except ValidationError as error:
        raise Permanent(f"{name}:{_message(error, lines)}") from error


def _plain(node: yaml.Node, where: tuple[str | int, ...], lines: Lines, name: str) -> Any:
    """Strings, lists and dictionaries from a YAML node; the line of every value goes into ``lines``."""
    lines.setdefault(where, node.start_mark.line + 1)
    if isinstance(node, yaml.MappingNode):
        values: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key, line = str(key_node.value), key_node.start_mark.line + 1
            if key in values:
                raise Permanent(f"{name}:{line}: key {key!r} is there twice; keep one")
            lines[(*where, key)] = line
            values[key] = _plain(value_node, (*where, key), lines, name)
        return {key: value for key, value in values.items() if value is not None}
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item, (*where, number), lines, name) for number, item in enumerate(node.value)]
    null = node.tag == "tag:yaml.org,2002:null"
    return None if null else node.value


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
        return f"{line}: unknown key {key!r}; " + (
            f"did you mean {near[0]!r}?" if near else f"known keys: {', '.join(known)}"
        )
    if fault["type"] == "missing":
        return f"{line}: the key {key!r} is missing; a source needs at least name: and feeds:"
    text = fault["msg"].removeprefix("Value error, ")
    return f"{line}: {'.'.join(loc)}: {text}" if loc else f"{line}: {text}"


def _line(loc: tuple[str | int, ...], lines: Lines) -> int:
    while loc and loc not in lines:
        loc = loc[:-1]
    return lines[loc]


def _shown(path: Path) -> str:
    """The path as a person would type it: with its folder."""
    return f"{path.parent.name}/{path.name}"
