"""The arrows of the house: a folder imports only those it may know."""

import ast
from fnmatch import fnmatch
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
KNOWS = {  # room: the rooms of ours it may import
    "models": set(),
    "errors": set(),
    "networks": {"errors"},
    "spreadsheet": {"errors"},
    "collectors": {"models", "networks", "errors", "spreadsheet"},
    "classify": {"models", "errors"},
    "moderation": {"models", "networks", "errors"},
    "incidents": {"models", "errors"},
    "pages": {"models", "errors"},
    "store": {"models", "errors"},
    "config": {"models", "errors"},
    "words": set(),
    "reports": {"models", "errors", "words"},
    "demo": {"networks"},
    "web": {
        "config",
        "decisions",
        "errors",
        "incidents",
        "models",
        "moderation",
        "pages",
        "reports",
        "store",
    }
    | {"spreadsheet", "words"},
    "sources": {"collectors", "config", "errors", "models", "networks"},
    "decisions": {"incidents", "models", "moderation"},
    "office": {"classify", "incidents", "models", "moderation", "networks", "pages", "store"},
    "aftermath": {"errors", "incidents", "moderation", "office", "pages", "store"},
    "pipeline": {
        "aftermath",
        "collectors",
        "errors",
        "incidents",
        "models",
        "moderation",
        "office",
    },
}
ONE_FILE = {  # a foreign library, and the only file (or pair of files) that may import it
    "vk_api": "networks/vk.py",
    "pymorphy3": "classify/morphology.py",
    "schedule": "commands/watch.py",
    "tenacity": "networks/line.py",
    "holidays": "incidents/official_days.py",
    "rapidfuzz": "classify/slips.py",
    "openpyxl": "spreadsheet.py",
    "argon2": "web/accounts/passwords.py",
    "prometheus_client": "web/metrics.py",
    "uvicorn": "commands/serve.py",
    "altair": "reports/charts.py",
    "vl_convert": "reports/charts.py",
    "xlsxwriter": "reports/render/xlsx*.py",
    "docx": "reports/render/docx*.py",
}
ROOMS = {path.stem for path in ROOT.glob("*.py")} | {
    path.parent.name for path in ROOT.glob("*/__init__.py")
}


def sources(room: str) -> list[Path]:
    return (
        [ROOT / f"{room}.py"] if (ROOT / f"{room}.py").exists() else [*(ROOT / room).rglob("*.py")]
    )


@cache  # every file is asked about twenty times
def imported(file: Path) -> set[str]:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module.split(".")[0])
    return names


@pytest.mark.parametrize("room", KNOWS)
def test_a_room_knows_only_its_neighbours(room):
    for file in sources(room):
        strangers = (imported(file) & ROOMS) - KNOWS[room] - {room}
        if file.name == "pipeline.py":
            strangers -= {"cli"}  # `python pipeline.py run` is the command line
        assert not strangers, f"{file.relative_to(ROOT)} imports {strangers}"


@pytest.mark.parametrize(("library", "only"), ONE_FILE.items())
def test_a_foreign_library_is_wrapped_once(library, only):
    users = {
        str(file.relative_to(ROOT))
        for room in ROOMS - {"tests", "benchmarks"}
        for file in sources(room)
        if library in imported(file)
    }
    assert users and all(fnmatch(user, only) for user in users), users


def test_http_stays_in_the_web():
    outside = ROOMS - {"tests", "benchmarks", "web"}
    for file in (file for room in outside for file in sources(room)):
        assert not imported(file) & {"starlette"}, file
    for file in (ROOT / "web" / "accounts").glob("*.py"):
        assert not imported(file) & {"fastapi", "starlette"}, file


def test_files_stay_small():
    long = {
        str(file.relative_to(ROOT)): lines
        for room in ROOMS - {"tests"}
        for file in sources(room)
        if (lines := file.read_text(encoding="utf-8").count("\n")) > 320
    }
    assert not long
