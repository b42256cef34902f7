"""Settings that are declared with a type, a default and a sentence; unknown ones are refused.

A setting is read from the environment: field `data_folder` of a group with prefix `SIGNATUR` is
`SIGNATUR_DATA_FOLDER`. A secret may stand in a file instead: `SIGNATUR_DATABASE_URL_FILE` names it.
"""

from __future__ import annotations

import difflib
import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, ClassVar, TypeVar, get_origin

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from signatur.kernel.errors import InputProblem
from signatur.kernel.i18n import text as _

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pydantic.fields import FieldInfo

PREFIX = "SIGNATUR"

Share = Annotated[float, Field(ge=0, le=1)]
"""A number from 0 to 1."""


class WrongSetting(InputProblem):
    """A setting that is unknown or has a value that cannot be used; the start is refused."""


class SettingsGroup(BaseModel):
    """Settings with a common prefix. Each field has a default and a `description`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    prefix: ClassVar[str]
    """Upper-case words after `SIGNATUR_`; empty for the platform's own."""

    @classmethod
    def variable_of(cls, field: str) -> str:
        """Return the name of the environment variable that sets a field."""
        return "_".join(part for part in (PREFIX, cls.prefix, field.upper()) if part)


class KernelSettings(SettingsGroup):
    """What an operator may set for the whole installation."""

    prefix: ClassVar[str] = ""

    data_folder: Path = Field(
        default=Path("var"),
        description="Folder for the embedded database, stored originals and job queue.",
    )
    database_url: str = Field(
        default="",
        description="Address of a PostgreSQL database (postgresql://user:password@host/name). "
        "Empty: the embedded SQLite database in the data folder.",
    )
    anchor_folder: Path | None = Field(
        default=None,
        description="Folder where the end of the audit chain is written each night, best on a "
        "place that cannot be overwritten. Empty: a folder below the data folder.",
    )
    host: str = Field(default="127.0.0.1", description="Address that the web server listens on.")
    web_processes: int = Field(
        default=1,
        ge=1,
        le=32,
        description="Processes that answer browsers, side by side; about as many as processors.",
    )
    port: int = Field(default=8000, ge=0, le=65535, description="Port of the web server.")
    public_url: str = Field(
        default="",
        description="Address that users see, for example https://signatur.example.dk. When it is "
        "https, cookies are sent over TLS only. Empty: the address that is listened on.",
    )
    language: str = Field(
        default="da", pattern="^(da|en)$", description="Language of pages until a user chooses."
    )
    time_zone: str = Field(
        default="Europe/Copenhagen", description="Time zone in which times are shown."
    )
    session_hours: int = Field(
        default=10, ge=1, le=72, description="Hours after which a user must sign in again."
    )
    session_idle_minutes: int = Field(
        default=60, ge=5, le=720, description="Minutes without activity after which a session ends."
    )
    sign_in_attempts: int = Field(
        default=5, ge=1, le=50, description="Failed sign-ins in a row before an account must wait."
    )
    job_workers: int = Field(
        default=2, ge=1, le=64, description="Background jobs that one job process runs at a time."
    )
    job_lease_seconds: int = Field(
        default=60,
        ge=5,
        le=3600,
        description="Seconds without a sign of life after which a job is taken to have died and "
        "is started again.",
    )
    outbox_workers: int = Field(
        default=4,
        ge=1,
        le=32,
        description="Places outside to which a job process delivers at the same time.",
    )
    outbox_lease_seconds: int = Field(
        default=300,
        ge=5,
        le=3600,
        description="Seconds after which a delivery that was begun is taken to have died with its "
        "process and is repeated with the same key. Longer than any receiver may take to answer.",
    )
    upload_megabytes: int = Field(
        default=150, ge=1, le=2000, description="Largest request that the web server accepts."
    )
    dask_scheduler: str = Field(
        default="",
        description="Where heavy computing goes: address of a Dask scheduler, for example "
        "tcp://10.0.0.5:8786, or `local` for this machine's cores. Empty: the process that asks. "
        "Needs the package `distributed`.",
    )
    outside_solutions: tuple[str, ...] = Field(
        default=(),
        description="Names of solutions from other packages that are switched on, as a JSON list.",
    )
    log_level: str = Field(
        default="info",
        pattern="^(debug|info|warning|error)$",
        description="How much is written to the technical log. It never holds content.",
    )


class SolutionSettings(SettingsGroup):
    """What an operator may set for one solution; the prefix is the solution's name."""


Group = TypeVar("Group", bound=SettingsGroup)


class Settings:
    """All settings of an installation, one frozen value per declared group."""

    def __init__(self, groups: Iterable[SettingsGroup]) -> None:
        self._by_type = {type(group): group for group in groups}

    @property
    def kernel(self) -> KernelSettings:
        return self.of(KernelSettings)

    def of(self, group: type[Group]) -> Group:
        """Return the settings of one group. Raises KeyError when it was never declared."""
        found = self._by_type[group]
        assert isinstance(found, group)
        return found


def load_settings(
    environment: Mapping[str, str], groups: Iterable[type[SettingsGroup]] = ()
) -> Settings:
    """Read the declared settings; raise WrongSetting for an unknown name or a bad value."""
    declared: tuple[type[SettingsGroup], ...] = (KernelSettings, *groups)
    known = {group.variable_of(name): group for group in declared for name in group.model_fields}
    for variable in environment:
        if variable.startswith(f"{PREFIX}_") and variable.removesuffix("_FILE") not in known:
            raise _unknown(variable, known)
    return Settings(_read(group, environment) for group in declared)


def _unknown(variable: str, known: Iterable[str]) -> WrongSetting:
    nearest = difflib.get_close_matches(variable, list(known), n=1)
    if nearest:
        shown = _(
            "The setting %(name)s does not exist. Did you mean %(nearest)s?",
            name=variable,
            nearest=nearest[0],
        )
    else:
        shown = _("The setting %(name)s does not exist. See docs/settings.md.", name=variable)
    return WrongSetting(log=f"unknown setting {variable}", shown=shown)


def _read(group: type[Group], environment: Mapping[str, str]) -> Group:
    values = {}
    for name, field in group.model_fields.items():
        variable = group.variable_of(name)
        raw = _raw_value(variable, environment)
        if raw is not None:
            values[name] = _parsed(variable, raw, field)
    try:
        return group.model_validate(values)
    except ValidationError as problem:
        first = problem.errors(include_input=False, include_url=False)[0]
        variable = group.variable_of(str(first["loc"][0]))
        raise _bad_value(variable, first["msg"]) from None


def _raw_value(variable: str, environment: Mapping[str, str]) -> str | None:
    if variable in environment:
        return environment[variable]
    file = environment.get(f"{variable}_FILE")
    if file is None:
        return None
    try:
        return Path(file).read_text(encoding="utf-8").strip()
    except OSError as problem:
        raise _bad_value(f"{variable}_FILE", type(problem).__name__) from None


def _parsed(variable: str, raw: str, field: FieldInfo) -> object:
    """Return lists as lists (written as JSON); everything else as text for pydantic to read."""
    if get_origin(field.annotation) is not tuple:
        return raw
    try:
        return json.loads(raw)
    except ValueError:
        raise _bad_value(variable, 'write a list as ["a", "b"]') from None


def _bad_value(variable: str, reason: str) -> WrongSetting:
    return WrongSetting(
        log=f"setting {variable}: {reason}",
        shown=_(
            "The setting %(name)s has a value that cannot be used: %(reason)s",
            name=variable,
            reason=reason,
        ),
    )
