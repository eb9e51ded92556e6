"""The verbs of the registry: which sources there are, whether their files are right, and how a new one comes in."""

from __future__ import annotations

import sys

import click

from acta.cli.archive import health
from acta.cli.dry_run import dry_run_option
from acta.cli.options import SOURCE_ID
from acta.cli.units import SOME_FAILED
from acta.config import load_settings
from acta.errors import Permanent
from acta.terminal import err, out


@click.group()
def sources() -> None:
    """The outlets articles are collected from."""


@sources.command("list")
@click.option("--catalogue", "asleep", is_flag=True, help="Those that come with Acta and can be enabled.")
def list_sources(asleep: bool) -> None:
    """All active sources, one a line. Exit status 3 when a source file cannot be read; it is named."""
    from acta.collect.masking import mask_url
    from acta.sources import Registry, load_catalogue, read_registry

    registry = Registry(load_catalogue(), []) if asleep else read_registry(load_settings())
    for source in registry.sources:
        way = mask_url(source.addresses[0]) if source.addresses else "-"
        line = f"{source.source_id:<24} {source.country or '---'} {source.language or '--'}  {source.name}  {way}"
        out.print(line, soft_wrap=True)
    for file in registry.broken:
        err.print(f"  {file.says}", soft_wrap=True)
    if registry.broken:
        sys.exit(SOME_FAILED)


@sources.command("check")
def check_sources() -> None:
    """Read every source file; each error names its file and line."""
    from acta.sources import read_registry

    registry = read_registry(load_settings())
    if registry.broken:
        raise Permanent("\n".join(file.says for file in registry.broken))
    out.print(f"{len(registry.sources)} sources, no errors")


@sources.command("enable")
@click.argument("source_ids", nargs=-1, required=True)
@dry_run_option
def enable_sources(source_ids: tuple[str, ...], dry_run: bool) -> None:
    """Copy sources of the catalogue (acta sources list --catalogue) to your own."""
    from acta.sources import enable

    for path in enable(load_settings(), source_ids, dry_run):
        out.print(f"{'would write ' if dry_run else ''}{path}", soft_wrap=True)


@sources.command("add")
@click.argument("url")
@click.option("--id", "source_id", type=SOURCE_ID, default=None, help="Its id and its file's name; from the host by default.")
@click.option("--name", default=None, help="Its name; the page's own by default.")
def add_source(url: str, source_id: str | None, name: str | None) -> None:
    """Find the feeds and sitemaps of a home page and write its source file."""
    from acta.collect.homepage import explore
    from acta.collect.masking import mask_all
    from acta.sources.catalogue import write_source
    from acta.sources.write import id_of, source_yaml

    settings = load_settings()
    offer = explore(settings, url)
    for line in offer.skipped:
        err.print(f"  {mask_all(line)}", style="dim", soft_wrap=True)
    source_id = source_id or id_of(offer.homepage)
    text = source_yaml(
        name or offer.name or source_id, offer.homepage, offer.language, offer.feeds, offer.sitemaps, offer.listings
    )
    path = write_source(settings, source_id, text)
    out.print(f"{path}:", soft_wrap=True)
    out.print(text.rstrip(), soft_wrap=True)
    err.print(f"  `acta run --source {source_id}` tries it", style="dim")


sources.add_command(health)

COMMANDS = [sources]
