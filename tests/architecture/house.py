"""What the architecture tests read: the apps in their order, and the files of the project."""

import ast
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]
CONTRACTS = {
    contract["name"].split()[0]: contract for contract in PROJECT["importlinter"]["contracts"]
}
# Highest first, those that exist.
APPS = [
    app for layer in CONTRACTS["Apps"]["layers"] if (ROOT / (app := layer.strip("()"))).is_dir()
]
# The registers have these rooms and no others; the apps below them also have their own crafts.
DOMAIN_APPS = ["consents", "platforms", "incidents", "records"]
ROOMS = {
    room.strip(" ()")
    for contract in ("Inside", "Crafts")
    for layer in CONTRACTS[contract]["layers"]
    for room in layer.split("|")
}
SOURCES = [
    path
    for app in APPS
    for path in sorted((ROOT / app).rglob("*.py"))
    if "migrations" not in path.parts
]
TESTS = sorted((ROOT / "tests").rglob("*.py"))


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text())
