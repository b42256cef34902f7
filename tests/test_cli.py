"""The command line as a whole: its help, how commands end, and that no group is forgotten."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from importlib import import_module
from typing import TYPE_CHECKING

import pytest

from signatur import __version__, cli
from tests.architecture.sources import PACKAGE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ROOT = PACKAGE.parent.parent
HEAVY = ("fastapi", "sqlalchemy", "pydantic", "babel", "jinja2", "numpy", "sklearn", "alembic")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder of data that the environment's settings name."""
    for name in [name for name in os.environ if name.startswith("SIGNATUR_")]:  # noqa: TID251
        monkeypatch.delenv(name)
    monkeypatch.setenv("SIGNATUR_DATA_FOLDER", str(tmp_path))
    return tmp_path


def call(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    """Run the command line in this process; return how it ended."""
    monkeypatch.setattr(sys, "argv", ["signatur", *arguments])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    code = ended.value.code
    assert isinstance(code, int)
    return code


def start(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)


def command_modules() -> set[str]:
    """Return every module below the package that holds a group of commands."""
    modules = [path.with_suffix("") for path in PACKAGE.rglob("cli.py") if path.parent != PACKAGE]
    folders = [path.parent for path in PACKAGE.rglob("cli/__init__.py")]
    return {".".join(path.relative_to(PACKAGE.parent).parts) for path in (*modules, *folders)}


def test_every_group_of_commands_is_listed() -> None:
    assert {module for module, _help in cli.GROUPS.values()} == command_modules()


@pytest.mark.parametrize("name", cli.GROUPS)
def test_the_list_says_of_a_group_what_the_group_says_of_itself(name: str) -> None:
    module, help_line = cli.GROUPS[name]

    assert import_module(module).commands.info.help == help_line


def test_help_names_every_command_and_loads_nothing_heavy() -> None:
    program = (
        "import sys; sys.argv = ['signatur', '--help']\n"
        "from signatur.cli import main\n"
        "try:\n    main()\nfinally:\n"
        f"    print('loaded:', *[one for one in {HEAVY} if one in sys.modules], file=sys.stderr)"
    )
    told = start("-c", program)

    wanted = {"serve", "demo", "doctor", "migrate", "version", *cli.GROUPS}
    assert wanted <= set(told.stdout.split())
    assert told.stderr.strip() == "loaded:"


def test_help_comes_within_half_a_second() -> None:
    """Measured as time of the processor, so that a busy machine does not matter."""
    spent = []
    for _try in range(3):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        start("-m", "signatur", "--help")
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        spent.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)

    assert min(spent) < 0.5


@pytest.mark.parametrize(
    "arguments",
    [
        ("nonsense",),
        ("serve", "--nonsense"),
        ("users", "add"),
        ("users", "add", "anna", "--name", "Anna", "--authority", "A", "--role", "king"),
        ("jobs", "cancel", "7"),
        ("audit", "replay", "7"),
        ("audit", "nonsense"),
    ],
)
@pytest.mark.usefixtures("folder")
def test_wrong_use_ends_with_2(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: tuple[str, ...],
) -> None:
    assert call(monkeypatch, *arguments) == 2
    assert capsys.readouterr().out == ""


@pytest.mark.usefixtures("folder")
def test_a_wrong_setting_is_wrong_use_told_in_a_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SIGNATUR_PORTT", "7")

    assert call(monkeypatch, "migrate") == 2
    assert "SIGNATUR_PORT" in capsys.readouterr().err


@pytest.mark.usefixtures("folder")
def test_a_database_without_tables_is_told_in_a_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call(monkeypatch, "jobs", "list") == 1
    assert call(monkeypatch, "serve") == 1
    told = capsys.readouterr().err
    assert told.count("signatur migrate") == 2
    assert "Traceback" not in told


def test_what_nobody_foresaw_is_raised(monkeypatch: pytest.MonkeyPatch) -> None:
    def break_down() -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(cli, "app", break_down)
    with pytest.raises(ZeroDivisionError):
        cli.main()


@pytest.mark.usefixtures("folder")
def test_the_version_is_printed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call(monkeypatch, "version") == 0
    assert capsys.readouterr().out == f"{__version__}\n"


@pytest.mark.usefixtures("folder")
def test_a_fresh_installation_is_migrated_gets_users_and_has_a_chain_that_holds(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    person = ("anna", "--name", "Anna Prøve", "--authority", "Lindevang", "--role", "caseworker")

    assert call(monkeypatch, "migrate") == 0
    assert call(monkeypatch, "users", "add", *person, "--json") == 0
    assert call(monkeypatch, "users", "add", *person, "--json") == 1
    assert call(monkeypatch, "audit", "verify", "--json") == 0
    first, last = map(json.loads, capsys.readouterr().out.splitlines())
    assert first["login"] == "anna"
    assert last["holds"]


@pytest.mark.usefixtures("folder")
def test_replaying_a_suggestion_that_does_not_exist_is_a_problem_that_is_stated(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    call(monkeypatch, "migrate")

    assert call(monkeypatch, "audit", "replay", "01890000-0000-7000-8000-000000000000") == 1
    assert capsys.readouterr().err.strip()


@pytest.mark.usefixtures("folder")
def test_the_doctor_names_what_is_missing_and_how_to_get_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    status = call(monkeypatch, "doctor", "--json")
    as_json = json.loads(capsys.readouterr().out)
    call(monkeypatch, "doctor")
    for_people = capsys.readouterr().out

    named = {one["program"] for one in as_json}
    assert "Chromium" in named
    assert all(one["found"] is None for one in as_json)
    assert all(one["without_it"] and one["install"]["Debian"] for one in as_json)
    assert for_people.count("MISSING") == len(named)
    assert "sudo apt install chromium" in for_people
    # A browser is needed for tests only.
    assert status == (1 if named - {"Chromium"} else 0)


@pytest.mark.usefixtures("folder")
def test_the_doctor_is_content_when_all_is_there(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("signatur.kernel.doctor.shutil.which", lambda _name: sys.executable)
    monkeypatch.setattr("signatur.kernel.doctor._lists", lambda *_arguments: True)

    assert call(monkeypatch, "doctor") == 0
    assert "MISSING" not in capsys.readouterr().out
