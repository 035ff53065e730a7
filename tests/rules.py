"""`python -m tests.rules`: which rules of docs/rules.csv no test cites."""

import ast
import csv
import re
from collections import defaultdict
from pathlib import Path

HERE = Path(__file__).parent


def cited() -> set[str]:
    """The rule ids named by `@pytest.mark.rule` on tests that are not skipped."""
    found: set[str] = set()
    for path in HERE.rglob("test_*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                marks = [mark for mark in node.decorator_list if isinstance(mark, ast.Call)]
                found |= {str(each) for mark in marks for each in _ids(mark)}
    return found


def _ids(mark: ast.Call) -> list[object]:
    named = ast.unparse(mark.func)
    return [a.value for a in mark.args if isinstance(a, ast.Constant)] if named == "pytest.mark.rule" else []


def main() -> None:
    """Print, for each panel, how many rules are cited and which core ones are not."""
    rows = list(csv.DictReader((HERE.parent / "docs" / "rules.csv").open(encoding="utf-8")))
    have = cited()
    by_panel: defaultdict[str, list[dict[str, str]]] = defaultdict(list)
    for row in rows:
        by_panel[row["id"].split("-")[0]].append(row)
    for prefix, rules in by_panel.items():
        core = [row["id"] for row in rules if row["priority"] == "core"]
        missing = [rule for rule in core if rule not in have]
        print(f"{prefix}: {len(core) - len(missing)} of {len(core)} core rules have a test", end="")
        print(f"; without: {' '.join(missing)}" if missing else "")
    readings = set(re.findall(r"AM-\d+", (HERE.parent / "docs" / "interpretations.md").read_text(encoding="utf-8")))
    if unknown := have - readings - {row["id"] for row in rows}:
        raise SystemExit(f"tests cite rules that do not exist: {sorted(unknown)}")


if __name__ == "__main__":
    main()
