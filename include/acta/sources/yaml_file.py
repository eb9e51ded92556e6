"""The text of a source file → plain values with their lines, whatever lies under its name: a fifo, a bomb, no text at all.

YAML is read as plain strings (``no`` is Norwegian here, never False). A source file is small and plain: no aliases, a few
levels, a hundred kilobytes at most.
"""

from __future__ import annotations

import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from acta.characters import storable
from acta.errors import Permanent

Lines = dict[tuple[str | int, ...], int]
MAX_BYTES = 100_000
MAX_DEPTH = 20


def shown(path: Path) -> str:
    """The path as a person would type it: with its folder, and on one line."""
    return "".join(c if c.isprintable() else "\ufffd" for c in storable(f"{path.parent.name}/{path.name}"))


def read_values(path: Path) -> tuple[dict[str, Any], Lines]:
    """Keys and values of a source file. Raises Permanent with file and line."""
    name = shown(path)
    text = _read_text(path, name)
    try:
        _refuse_tricks(text, name)
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise Permanent(
            f"{name}:{line}: not valid YAML: {error.problem}; a source needs at least name: and feeds:"
        ) from error
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise Permanent(
            f"{name}:{line}: not valid YAML: the character U+{error.character:04X} has no place in it"
        ) from error
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise Permanent(f"{name}: not valid YAML: {' '.join(str(error).split())[:200]}") from error
    if not isinstance(node, yaml.MappingNode):
        raise Permanent(f"{name}:1: a source is a list of keys, at least name: and feeds:")
    lines: Lines = {(): 1}
    return _plain(node, (), lines, name), lines


def _read_text(path: Path, name: str) -> str:
    try:
        if not stat.S_ISREG(path.stat().st_mode):  # opening a fifo waits for whoever writes into it
            raise Permanent(f"{name}: cannot be read: not a file; remove it or give it another name")
        with path.open("rb") as file:
            body = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise Permanent(f"{name}: cannot be read: {error.strerror or error}") from error
    if len(body) > MAX_BYTES:
        raise Permanent(f"{name}: more than {MAX_BYTES} bytes: a source file is a page of text")
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = body.count(b"\n", 0, error.start) + 1
        raise Permanent(f"{name}:{line}: cannot be read: not UTF-8 ({error.reason}); save it as UTF-8") from error


def _refuse_tricks(text: str, name: str) -> None:
    """Refuse aliases, which can multiply or contain themselves, and nesting without end, before a tree is built."""
    depth = 0
    for event in _events(text):
        line = event.start_mark.line + 1
        if isinstance(event, yaml.AliasEvent):
            raise Permanent(f"{name}:{line}: *{storable(str(event.anchor))[:40]} is an alias: write the value itself")
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > MAX_DEPTH:
            raise Permanent(f"{name}:{line}: lists within lists, more than {MAX_DEPTH} deep: a source has three levels")


def _events(text: str) -> Iterator[Any]:
    return iter(yaml.parse(text, Loader=yaml.SafeLoader))


def _plain(node: yaml.Node, where: tuple[str | int, ...], lines: Lines, name: str) -> Any:
    """Strings, lists and dictionaries from a YAML node; the line of every value goes into ``lines``."""
    line = node.start_mark.line + 1
    lines.setdefault(where, line)
    if isinstance(node, yaml.MappingNode):
        values: dict[str, Any] = {}
        for key_node, value_node in node.value:
            line = key_node.start_mark.line + 1
            if not isinstance(key_node, yaml.ScalarNode):
                raise Permanent(f"{name}:{line}: a key is one word, not a list")
            key = _text(key_node, name)
            if key in values:
                raise Permanent(f"{name}:{line}: key {key[:60]!r} is there twice; keep one")
            lines[(*where, key)] = line
            values[key] = _plain(value_node, (*where, key), lines, name)
        return {key: value for key, value in values.items() if value is not None}
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item, (*where, number), lines, name) for number, item in enumerate(node.value)]
    return None if node.tag == "tag:yaml.org,2002:null" else _text(node, name)


def _text(node: yaml.Node, name: str) -> str:
    """A scalar that can stand in a table and on a terminal: escapes bring what YAML itself would not let in."""
    text = str(node.value)
    for character in text:
        if not character.isprintable() and character not in " \t\n\u00a0\u3000":
            line = node.start_mark.line + 1
            raise Permanent(f"{name}:{line}: the character U+{ord(character):04X} cannot be stored; leave it out")
    return text
