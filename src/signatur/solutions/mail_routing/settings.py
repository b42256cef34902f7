"""What an operator may set in mail routing."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from pydantic import Field, field_validator

from signatur.kernel.settings import Share, SolutionSettings

# Those for which training sets thresholds.
_TARGETS = (0.90, 0.95, 0.98)


class MailRoutingSettings(SolutionSettings):
    """What an operator may set in mail routing."""

    prefix: ClassVar[str] = "MAIL_ROUTING"

    target_precision: Share = Field(
        default=0.95,
        description="Precision that the lane 'ready' promises: 0.90, 0.95 or 0.98.",
    )
    recognition: bool = Field(
        default=True, description="Read scans with Tesseract where that program is found."
    )
    outbound_folder: Path | None = Field(
        default=None,
        description="Folder to which decided enquiries are handed over, one folder for each "
        "department. Empty: a folder below the data folder.",
    )
    embedding_model: Path | None = Field(
        default=None,
        description="Local folder with a sentence-embedding model that supports the classifier. "
        "Empty: none. Nothing is ever downloaded.",
    )
    automation: bool = Field(
        default=True,
        description="Let standing authorisations decide. No: nothing goes without a person, whatever "
        "was authorised.",
    )
    control_share: Share = Field(
        default=0.05,
        description="Share of what could go by itself that a person decides blindly, unless an "
        "authorisation states another.",
    )
    closer_control_share: Share = Field(
        default=0.5,
        description="Control share while there is reason to look closer.",
    )
    watch_patience: float = Field(
        default=1000,
        ge=20,
        description="Controls after which, with precision just at the floor, an authorisation is on "
        "average suspended; far above it that all but never happens.",
    )
    keep_days: int = Field(
        default=730, ge=1, description="Days that enquiries are kept in a new project."
    )
    upload_files: int = Field(
        default=200, ge=1, le=5000, description="Files that may be uploaded at a time."
    )

    mail_servers: tuple[str, ...] = Field(
        default=(),
        description="Names of the mail servers that mailboxes may be set up on, as a JSON list. "
        "This machine itself always may.",
    )
    mail_unencrypted: bool = Field(
        default=False,
        description="Let mailboxes on other machines be read without encryption; only for a "
        "network that nobody else can listen to.",
    )
    mail_authorities: Path | None = Field(
        default=None,
        description="File with the certificates (PEM) that mail servers are checked against. "
        "Empty: those that this machine trusts.",
    )
    imap_password: str = Field(
        default="",
        repr=False,
        description="Password or OAuth2 token of the mailbox, where there is only one. Better in a "
        "file: the same name with _FILE.",
    )
    secrets_folder: Path | None = Field(
        default=None,
        description="Folder with one file for each mailbox, named by its key, that holds its "
        "password or OAuth2 token. It is read anew at each sign-in, so that another program can "
        "renew a token. Secrets of routes lie in its subfolder `outgoing`.",
    )
    inbound_folder: Path | None = Field(
        default=None,
        description="Folder below which watched folders lie. Empty: `inbound` in the data folder.",
    )
    look_seconds: int = Field(
        default=20, ge=5, le=3600, description="Seconds between two looks at a source."
    )
    mail_megabytes: int = Field(
        default=100,
        ge=1,
        le=1000,
        description="Largest mail that is fetched. Of a larger one the header is, and it goes to "
        "the quarantine.",
    )

    smtp_host: str = Field(
        default="",
        description="Mail server that forwards to departments. Empty: routes of that kind wait.",
    )
    smtp_port: int = Field(default=587, ge=1, le=65535, description="Port of the mail server.")
    smtp_security: str = Field(
        default="starttls",
        pattern="^(starttls|tls|none)$",
        description="How the connection to the mail server is protected: starttls, tls, or none.",
    )
    smtp_user: str = Field(
        default="", description="User at the mail server. Empty: it asks for none."
    )
    smtp_password: str = Field(
        default="",
        repr=False,
        description="Password at the mail server. Better in a file: the same name with _FILE.",
    )
    smtp_from: str = Field(
        default="signatur@localhost",
        pattern=r"^[^@\s]+@[^@\s]+$",
        description="Address that forwarded mail comes from; what cannot be delivered returns there.",
    )
    outgoing_seconds: int = Field(
        default=30, ge=1, le=240, description="Seconds that a receiver may take to answer."
    )
    outgoing_private: bool = Field(
        default=False,
        description="Let routes lead to addresses in private networks and on this machine.",
    )
    receipts_folder: Path | None = Field(
        default=None,
        description="Folder into which other systems put receipts, as XML or JSON files. Empty: none.",
    )

    @field_validator("target_precision")
    @classmethod
    def has_thresholds(cls, value: float) -> float:
        """Refuse a precision for which a model sets no threshold: nothing would ever be ready."""
        if value not in _TARGETS:
            raise ValueError("it must be 0.90, 0.95 or 0.98")
        return value
