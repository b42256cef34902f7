"""What an operator may set for disclosure."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from pydantic import Field

from signatur.kernel.settings import SolutionSettings


class DisclosureSettings(SolutionSettings):
    """What an operator may set for disclosure."""

    prefix: ClassVar[str] = "DISCLOSURE"

    keep_days: int = Field(
        default=1825,
        ge=1,
        description="Days that a closed request for access is kept in a new project.",
    )
    outbound_days: int = Field(
        default=30,
        ge=1,
        description="Days that a released archive lies in `outbound` in the data folder for other "
        "programs to collect. It can be fetched from its page after that too.",
    )
    inbound_folder: Path | None = Field(
        default=None,
        description="Folder that is watched for requests for access, one sub-folder for each case; with "
        "several authorities each has one below it, named by its id. Empty: none is watched.",
    )
    inbound_days: int = Field(
        default=30,
        ge=1,
        description="Days that a file which was taken in from the watched folder stays in its sub-folder "
        "`done`; it is kept with its case.",
    )
    look_seconds: int = Field(
        default=30, ge=5, le=3_600, description="Seconds between two looks at the watched folder."
    )
    most_megabytes: int = Field(
        default=2_000, ge=1, description="Largest file that may be handed in at once, in MB."
    )
    most_documents: int = Field(
        default=5_000, ge=1, description="Most documents that one case may hold."
    )
    most_pages: int = Field(
        default=2_000, ge=1, description="Most pages of one document that are read."
    )
    recognised_pages: int = Field(
        default=300,
        ge=0,
        description="Most pages of one document in which text is recognised in pictures.",
    )
    second_reader_share: float = Field(
        default=0.05,
        ge=0,
        le=1,
        description="Share of a case's pages that is drawn for a second reader before a release.",
    )
    control_share: float = Field(
        default=0.0,
        ge=0,
        le=0.5,
        description="Share of cases that are reviewed without proposals, so that it is known what "
        "the help is worth.",
    )
    four_eyes: bool = Field(
        default=False,
        description="Whoever made a release ready may not be the one who decides on it.",
    )
    law_needs_approval: bool = Field(
        default=False,
        description="What one lawyer edits of grounds and letters is used once another has approved it.",
    )
    idle_seconds: int = Field(
        default=120,
        ge=5,
        le=3_600,
        description="Longest time that a page counts as looked at without a sign of life.",
    )
    domains: str = Field(
        default="",
        description="Domains of the authority's own mail addresses, parted by commas, such as "
        "`lindevang.dk`; by them its own people are told from others.",
    )
    initials: str = Field(
        default="",
        description="Initials by which the authority's employees sign, parted by commas or blanks, such "
        "as `bthy, mkje`; they are found only when they stand here.",
    )
    names_folder: Path | None = Field(
        default=None,
        description="Folder of a local model of names (transformers, token classification) that gives a "
        "second opinion. Empty: none is used.",
    )
