"""How much of the warehouse says what it is and is held to it; `make coverage` prints it, a test keeps it from falling.

The floors in coverage.json are raised by ``python -m tests.dbt.coverage --update``; what is a share must be whole.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

from tests.dbt.bad_rows import data_tests, has_bad_row
from tests.dbt.builds import parse_project

FLOORS = Path(__file__).with_name("coverage.json")


def measure(manifest: dict[str, Any]) -> dict[str, float]:
    """Each figure by name: shares of 0 to 1, and counts."""
    nodes = manifest["nodes"].values()
    marts = [node for node in nodes if node["resource_type"] == "model" and node["fqn"][1] == "marts"]
    columns = [column for node in marts for column in node["columns"].values()]
    tests = list(data_tests(manifest))
    of_mart = Counter(mart for test in tests for mart in test["depends_on"]["nodes"])
    counted = [of_mart[node["unique_id"]] for node in marts]
    star = [of_mart[node["unique_id"]] for node in marts if node["schema"] == "marts"]  # wide views repeat columns tested there
    return {
        "marts": len(marts),
        "columns_described": share(bool(column["description"].strip()) for column in columns),
        "marts_with_contract": share(node["contract"]["enforced"] for node in marts),
        "marts_with_tests": share(count > 0 for count in counted),
        "tests_per_mart": round(sum(star) / len(star), 1),
        "beliefs": len(tests),
        "beliefs_of_their_own_file": sum(1 for test in tests if not test.get("test_metadata")),
        "beliefs_with_a_bad_row": share(map(has_bad_row, tests)),
        "unit_tests": len(manifest["unit_tests"]),
    }


def share(found: Any) -> float:
    """Part of the truth values that hold, cut after four digits."""
    listed = list(found)
    return int(10_000 * sum(listed) / len(listed)) / 10_000


def main() -> None:
    """Print the figures beside their floors; exit 1 when one fell."""
    with tempfile.TemporaryDirectory() as folder:
        found = measure(parse_project(Path(folder)))
    if "--update" in sys.argv:
        FLOORS.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    floors = json.loads(FLOORS.read_text(encoding="utf-8"))
    for name, value in found.items():
        fell = " fell" if value < floors[name] else ""
        print(f"{name.replace('_', ' '):<28}{value:>8g}   floor {floors[name]:g}{fell}")
    sys.exit(any(value < floors[name] for name, value in found.items()))


if __name__ == "__main__":
    main()
