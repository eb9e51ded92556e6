"""Values of options and arguments that several commands take."""

from __future__ import annotations

import click

from acta.errors import Permanent
from acta.sources.source_id import checked_source_id


class SourceId(click.ParamType[str]):
    """The id of a source; one that cannot be any is a wrong call."""

    name = "source"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        try:
            return checked_source_id(value)
        except Permanent as error:
            self.fail(str(error), param, ctx)


SOURCE_ID = SourceId()

because = click.option("--because", required=True, help="Why; one sentence that another person understands later.")
by = click.option("--by", "judged_by", default=None, help="Who judges; the user's name by default.")
