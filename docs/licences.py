"""Licences of the locked packages, from the metadata that each one ships: the page, and what is not allowed.

A licence is allowed when everybody may use, change and pass on Acta with it under Acta's own terms. A package under another
licence needs an entry in ``EXCEPTIONS`` that says why it may be there.
"""

from __future__ import annotations

import importlib.metadata
import re
from dataclasses import dataclass
from pathlib import Path

ALLOWED = {
    "0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "BSD", "CNRI-Python", "ISC", "MIT", "MIT-0", "MPL-2.0", "PSF-2.0",
    "Unlicense",
}  # fmt: skip
# What packages without an SPDX expression write instead.
SPELLINGS = {
    "3-Clause BSD License": "BSD-3-Clause",
    "Apache 2.0": "Apache-2.0",
    "Apache License 2.0": "Apache-2.0",
    "Apache Software License": "Apache-2.0",
    "BSD License": "BSD",
    "GNU General Public License (GPL)": "GPL",
    "GNU General Public License v2 or later (GPLv2+)": "GPL-2.0-or-later",
    "GNU Library or Lesser General Public License (LGPL)": "LGPL",
    "ISC License (ISCL)": "ISC",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Python Software Foundation License": "PSF-2.0",
    "The Unlicense (Unlicense)": "Unlicense",
    "Artistic License": "Artistic",
}
NOT_A_LICENCE = {"DFSG approved", "OSI Approved"}
# package: (its licence, why it may be there)
EXCEPTIONS = {
    "psycopg": ("LGPL-3.0-only", "Airflow's Postgres driver: an unchanged library in the environment, replaceable by its user"),
    "psycopg-binary": ("LGPL-3.0-only", "the same driver with its C library; replaceable as well"),
    "psycopg2-binary": ("LGPL", "Airflow's Postgres driver: an unchanged library in the environment, replaceable by its user"),
    "pycountry": ("LGPL-2.1-only", "an unchanged library in the environment, replaceable by its user"),
    "text-unidecode": ("Artistic AND GPL AND GPL-2.0-or-later", "its user may choose; here it is the Artistic License, of an "
                       "unchanged library that python-slugify asks for"),
    "tld": ("MPL-1.1 OR GPL-2.0-only OR LGPL-2.1-or-later", "its user may choose; here it is the MPL, of an unchanged library "
            "that courlan asks for"),
}  # fmt: skip


@dataclass(frozen=True)
class Package:
    """One locked package with its licence as an SPDX expression, as far as its metadata can be read as one."""

    name: str
    version: str
    licence: str

    @property
    def is_allowed(self) -> bool:
        """Whether the licence is an allowed one, or the very one that an exception was made for."""
        return is_allowed(self.licence) or EXCEPTIONS.get(self.name, ("",))[0] == self.licence


def is_allowed(expression: str) -> bool:
    """Whether an SPDX expression is met by allowed licences: one side of OR, both sides of AND."""
    return any(
        all(licence.strip("() ") in ALLOWED for licence in re.split(r" AND ", choice))
        for choice in re.split(r" OR ", expression)
    )


def locked_packages(lock: Path) -> list[Package]:
    """Every package of the lock that is installed here, by name. Raises PackageNotFoundError for one that is not."""
    names = re.findall(r"^([A-Za-z0-9][\w.\-]*)==", lock.read_text(encoding="utf-8"), re.MULTILINE)
    return [_package(name) for name in sorted(names)]


def _package(name: str) -> Package:
    found = importlib.metadata.metadata(name)
    classifiers = [one.split(" :: ")[-1] for one in found.get_all("Classifier") or [] if one.startswith("License ::")]
    named = [SPELLINGS.get(one, one) for one in classifiers if one not in NOT_A_LICENCE]
    written = (found.get("License") or "").strip()
    licence = found.get("License-Expression") or " AND ".join(named) or SPELLINGS.get(written, written) or "unknown"
    return Package(name, found["Version"], licence if len(licence) < 100 else "unknown: a whole text")


def page(packages: list[Package]) -> str:
    """The page of all licences, as Markdown without its head."""
    lines = [
        "What `make setup` installs, from the metadata that each package ships. `make test` fails for a licence that is neither",
        "allowed nor an exception with a reason (`docs/licences.py`). Acta itself is under Apache-2.0.",
        "",
        f"Allowed: {', '.join(sorted(ALLOWED))}.",
        "",
        "| exception | licence | why it may be there |",
        "|---|---|---|",
        *(f"| {name} | {licence} | {why} |" for name, (licence, why) in sorted(EXCEPTIONS.items())),
        "",
        "| package | version | licence |",
        "|---|---|---|",
        *(f"| {one.name} | {one.version} | {one.licence} |" for one in packages),
    ]
    return "\n".join(lines) + "\n"
