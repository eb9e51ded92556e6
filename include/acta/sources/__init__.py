"""The registry of sources: one outlet = one YAML file, its stem the source_id."""

from acta.sources.catalogue import enable, load_catalogue
from acta.sources.model import Source
from acta.sources.registry import find_source, load_sources, parse_source

__all__ = ["Source", "enable", "find_source", "load_catalogue", "load_sources", "parse_source"]
