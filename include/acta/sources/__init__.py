"""The registry of sources: one outlet = one YAML file, its stem the source_id."""

from acta.sources.catalogue import enable, load_catalogue
from acta.sources.model import Source
from acta.sources.registry import BrokenFile, Registry, find_source, load_sources, parse_source, read_registry
from acta.sources.source_id import checked_source_id

__all__ = [
    "BrokenFile", "Registry", "Source", "checked_source_id", "enable", "find_source", "load_catalogue", "load_sources",
    "parse_source", "read_registry",
]  # fmt: skip
