"""Whether a build is what readers see, is held back, or waits; and one line that says so."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from acta.config import Settings
from acta.model.build import Receipt, read_receipt
from acta.model.hashes import of_earlier_formula, table_hashes
from acta.model.warehouse import connect
from acta.publish.record import FILE_NAME, Generation, current_generation, data_hashes, generations, rolled_back_from


def held_back_as(
    settings: Settings, receipt: Receipt, current: Generation | None, kept: Sequence[Generation]
) -> Generation | None:
    """The generation that a rollback took readers away from, when the build still holds its data.

    Its health tables may differ: they change with each poll, which must not undo a rollback. Hashes of an earlier formula equal
    none of today's, so the file that was left is hashed again.
    """
    left = rolled_back_from(settings, current)
    found = next((one for one in kept if one.number == left), None)
    if found is None:
        return None
    if current is not None and found.data == current.data and found.state != (receipt.hashes, receipt.definitions):
        return None  # readers have its data
    hashes = found.hashes
    if of_earlier_formula(hashes):
        with connect(settings.publish_dir / found.name / FILE_NAME, read_only=True) as file:
            hashes = table_hashes(file)
    is_it = (data_hashes(receipt.hashes), receipt.definitions) == (data_hashes(hashes), found.definitions)
    return found if is_it else None


def is_current(receipt: Receipt, current: Generation) -> bool:
    """Whether readers see this build."""
    return (receipt.hashes, receipt.definitions) == current.state


def waits_until(settings: Settings, receipt: Receipt, current: Generation) -> datetime | None:
    """When a build that differs from the current generation only in the health tables is to be published; None for now."""
    if (data_hashes(receipt.hashes), receipt.definitions) != current.data:
        return None
    due = datetime.fromisoformat(current.created_at) + timedelta(seconds=settings.health_seconds)
    return due if due > datetime.now(UTC) else None


def published_line(settings: Settings, generation: Generation, is_new: bool) -> str:
    """What publishing came to, in one line."""
    return f"{generation.name} published: {settings.published_file}" if is_new else standing(settings)


def standing(settings: Settings) -> str:
    """One line: what readers see, what is built, and how to get from one to the other. Raises Permanent when damaged."""
    receipt, current = read_receipt(settings), current_generation(settings)
    if current is None:
        return "nothing is published yet: `acta publish` makes the build readable" if receipt else "nothing is built yet"
    if receipt is None:
        return f"{current.name} is current; there is no finished build: run `acta build`"
    if held := held_back_as(settings, receipt, current, generations(settings)):
        return (
            f"{current.name} is current since a rollback; the build holds what {held.name} holds and is held back until its data "
            f"changes: `acta rollback {held.number} --reason …` goes back to it"
        )
    if is_current(receipt, current):
        return f"{current.name} is current, nothing changed"
    if due := waits_until(settings, receipt, current):
        return f"{current.name} is current; only health tables changed, they are published after {due:%H:%M} UTC"
    return f"{current.name} is current; the build holds more: `acta publish` makes it readable"
