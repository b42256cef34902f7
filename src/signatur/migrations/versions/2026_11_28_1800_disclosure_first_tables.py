"""The first tables of disclosure."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "disclosure_1"
down_revision = "fleet_1"
branch_labels = None
depends_on = None

_JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
_MOMENT = sa.DateTime(timezone=True)
_CASE = "disclosure_case"
_DUTY = "disclosure_duty"
_LETTER = "disclosure_letter"
_SETUP = "disclosure_setup"
_UPLOAD = "disclosure_upload"
_DOCUMENT = "disclosure_document"
_PAGE = "disclosure_page"
_FINDING = "disclosure_finding"
_EVENT = "disclosure_event"
_PAGE_VIEW = "disclosure_page_view"
_PRESENCE = "disclosure_presence"
_SAMPLED_PAGE = "disclosure_sampled_page"
_PERSON = "disclosure_person"
_STATEMENT = "disclosure_statement"
_DOUBT = "disclosure_doubt"
_REMEMBERED = "disclosure_remembered"
_RELEASE = "disclosure_release"
_DISCLOSED = "disclosure_disclosed"


def upgrade() -> None:
    _cases()
    _documents()
    _review()
    _looking()
    _parties()
    _releases()


def _cases() -> None:
    op.create_table(
        _CASE,
        *_columns(
            item_id=sa.Uuid(), authority_id=sa.Uuid(), project_id=sa.Uuid(), number=sa.Integer(),
            title=sa.String(), requester=_JSON, request=sa.String(), understood=sa.String(),
            case_number=sa.String(), received_at=_MOMENT, received_on=sa.Date(),
            regime=sa.String(), regime_answers=_JSON, deadline_kind=sa.String(), pauses=_JSON,
            due_on=sa.Date(), kle=sa.String(), body=sa.String(), state=sa.String(),
            arm=sa.String(), seed=sa.Integer(), is_article_15=sa.Boolean(),
            linked_for=sa.String(), created_at=_MOMENT, version=sa.Integer(),
        ),
        *_columns(
            nullable=True, regime_by=sa.Uuid(), regime_at=_MOMENT, handler_id=sa.Uuid(),
            closed_at=_MOMENT, created_by=sa.Uuid(),
        ),
        *_keys(
            _CASE, "item_id", item_id="items_item", authority_id="people_authority",
            project_id="projects_project", regime_by="people_person", handler_id="people_person",
            created_by="people_person",
        ),
        _unique(_CASE, "project_id", "number"),
    )  # fmt: skip
    _index(_CASE, "project_id", "state")
    op.create_table(
        _DUTY,
        *_columns(
            case_id=sa.Uuid(), key=sa.String(), authority_id=sa.Uuid(), is_done=sa.Boolean(),
            reason=sa.String(), answered_at=_MOMENT,
        ),
        *_columns(
            nullable=True, answered_by=sa.Uuid(),
        ),
        *_keys(
            _DUTY, "case_id", "key", case_id="items_item", answered_by="people_person",
        ),
    )  # fmt: skip
    op.create_table(
        _LETTER,
        *_columns(
            id=sa.Uuid(), case_id=sa.Uuid(), authority_id=sa.Uuid(), kind=sa.String(),
            version=sa.Integer(), values=_JSON, docx_sha256=sa.String(), pdf_sha256=sa.String(),
            written_at=_MOMENT,
        ),
        *_columns(
            nullable=True, written_by=sa.Uuid(), sent_at=_MOMENT,
        ),
        *_keys(
            _LETTER, "id", case_id="items_item", written_by="people_person",
        ),
        _unique(_LETTER, "case_id", "kind", "version"),
    )  # fmt: skip
    op.create_table(
        _SETUP,
        *_columns(
            id=sa.Uuid(), authority_id=sa.Uuid(), project_id=sa.Uuid(), kind=sa.String(),
            number=sa.Integer(), content=sa.String(), note=sa.String(), written_at=_MOMENT,
        ),
        *_columns(
            nullable=True, written_by=sa.Uuid(), approved_by=sa.Uuid(), approved_at=_MOMENT,
        ),
        *_keys(
            _SETUP, "id", authority_id="people_authority", project_id="projects_project",
            written_by="people_person", approved_by="people_person",
        ),
        _unique(_SETUP, "project_id", "kind", "number"),
    )  # fmt: skip


def _documents() -> None:
    op.create_table(
        _UPLOAD,
        *_columns(
            item_id=sa.Uuid(), case_id=sa.Uuid(), authority_id=sa.Uuid(), name=sa.String(),
            is_unpacked=sa.Boolean(), problems=_JSON, created_at=_MOMENT,
        ),
        *_columns(
            nullable=True, replaces=sa.Uuid(), created_by=sa.Uuid(),
        ),
        *_keys(
            _UPLOAD, "item_id", item_id="items_item", case_id="items_item",
            created_by="people_person",
        ),
    )  # fmt: skip
    _index(_UPLOAD, "case_id")
    op.create_table(
        _DOCUMENT,
        *_columns(
            item_id=sa.Uuid(), case_id=sa.Uuid(), authority_id=sa.Uuid(), upload_id=sa.Uuid(),
            number=sa.Integer(), name=sa.String(), title=sa.String(), category=sa.String(),
            media_type=sa.String(), size=sa.Integer(), sha256=sa.String(), state=sa.String(),
            laid_sha256=sa.String(), view_sha256=sa.String(), pages=sa.Integer(),
            appendix_pages=sa.Integer(), hidden=_JSON, problems=_JSON, print=_JSON, units=_JSON, likeness=sa.String(), is_decoration=sa.Boolean(),
            access=sa.String(), ground=sa.String(), note=sa.String(), version=sa.Integer(),
        ),
        *_columns(
            nullable=True, parent_id=sa.Uuid(), day=sa.Date(), duplicate_of=sa.Uuid(),
            is_covered=sa.Boolean(), suggestion_id=sa.Uuid(), read_at=_MOMENT,
        ),
        *_keys(
            _DOCUMENT, "item_id", item_id="items_item", case_id="items_item",
        ),
    )  # fmt: skip
    _index(_DOCUMENT, "case_id", "number")
    _index(_DOCUMENT, "case_id", "state")
    op.create_table(
        _PAGE,
        *_columns(
            document_id=sa.Uuid(), number=sa.Integer(), case_id=sa.Uuid(),
            authority_id=sa.Uuid(), start=sa.Integer(), end=sa.Integer(), width=sa.Double(),
            height=sa.Double(), is_appendix=sa.Boolean(), folded=sa.String(), digits=sa.String(),
        ),
        *_keys(
            _PAGE, "document_id", "number", document_id="items_item", case_id="items_item",
        ),
    )  # fmt: skip
    _index(_PAGE, "case_id")


def _review() -> None:
    op.create_table(
        _FINDING,
        *_columns(
            id=sa.Uuid(), case_id=sa.Uuid(), document_id=sa.Uuid(), authority_id=sa.Uuid(),
            kind=sa.String(), start=sa.Integer(), end=sa.Integer(), page=sa.Integer(),
            is_appendix=sa.Boolean(), boxes=_JSON, text=sa.String(), value=sa.String(),
            confidence=sa.Double(),
            check=sa.String(), evidence=_JSON, proposed=sa.String(), person=sa.String(),
            unit=sa.String(), origin=sa.String(), state=sa.String(), ground=sa.String(),
            how=sa.String(), version=sa.Integer(),
        ),
        *_columns(
            nullable=True, decided_by=sa.Uuid(), decided_at=_MOMENT,
        ),
        *_keys(
            _FINDING, "id", case_id="items_item", document_id="items_item",
            decided_by="people_person",
        ),
    )  # fmt: skip
    _index(_FINDING, "case_id", "person")
    _index(_FINDING, "case_id", "state")
    _index(_FINDING, "case_id", "value")
    _index(_FINDING, "document_id", "page")
    op.create_table(
        _EVENT,
        *_columns(
            id=sa.Uuid(), case_id=sa.Uuid(), authority_id=sa.Uuid(), number=sa.Integer(),
            action=sa.String(), person_id=sa.Uuid(), at=_MOMENT, changes=_JSON,
        ),
        *_columns(
            nullable=True, document_id=sa.Uuid(), undoes=sa.Uuid(), undone_by=sa.Uuid(),
        ),
        *_keys(
            _EVENT, "id", case_id="items_item", person_id="people_person",
        ),
        _unique(_EVENT, "case_id", "number"),
    )  # fmt: skip


def _looking() -> None:
    op.create_table(
        _PAGE_VIEW,
        *_columns(
            document_id=sa.Uuid(), page=sa.Integer(), person_id=sa.Uuid(), case_id=sa.Uuid(),
            authority_id=sa.Uuid(), is_seen=sa.Boolean(), seconds=sa.Double(), first_at=_MOMENT,
            last_at=_MOMENT,
        ),
        *_keys(
            _PAGE_VIEW, "document_id", "page", "person_id", document_id="items_item",
            person_id="people_person", case_id="items_item",
        ),
    )  # fmt: skip
    _index(_PAGE_VIEW, "case_id")
    op.create_table(
        _PRESENCE,
        *_columns(
            case_id=sa.Uuid(), person_id=sa.Uuid(), authority_id=sa.Uuid(),
            document_id=sa.Uuid(), page=sa.Integer(), at=_MOMENT,
        ),
        *_keys(
            _PRESENCE, "case_id", "person_id", case_id="items_item", person_id="people_person",
        ),
    )  # fmt: skip
    op.create_table(
        _SAMPLED_PAGE,
        *_columns(
            document_id=sa.Uuid(), page=sa.Integer(), case_id=sa.Uuid(), authority_id=sa.Uuid(),
            drawn_at=_MOMENT, first_readers=_JSON,
        ),
        *_columns(
            nullable=True, reader_id=sa.Uuid(), done_at=_MOMENT, found=sa.Integer(),
            missed=sa.Integer(),
        ),
        *_keys(
            _SAMPLED_PAGE, "document_id", "page", document_id="items_item", case_id="items_item",
            reader_id="people_person",
        ),
    )  # fmt: skip
    _index(_SAMPLED_PAGE, "case_id")


def _parties() -> None:
    op.create_table(
        _PERSON,
        *_columns(
            case_id=sa.Uuid(), key=sa.String(), authority_id=sa.Uuid(), role=sa.String(),
            document=_JSON, treatment=sa.String(), ground=sa.String(),
        ),
        *_columns(
            nullable=True, decided_by=sa.Uuid(), decided_at=_MOMENT,
        ),
        *_keys(
            _PERSON, "case_id", "key", case_id="items_item", decided_by="people_person",
        ),
    )  # fmt: skip
    op.create_table(
        _STATEMENT,
        *_columns(
            id=sa.Uuid(), case_id=sa.Uuid(), authority_id=sa.Uuid(), statement=_JSON,
            event_id=sa.Uuid(), is_withdrawn=sa.Boolean(),
        ),
        *_keys(
            _STATEMENT, "id", case_id="items_item",
        ),
    )  # fmt: skip
    _index(_STATEMENT, "case_id")
    op.create_table(
        _DOUBT,
        *_columns(
            id=sa.Uuid(), case_id=sa.Uuid(), document_id=sa.Uuid(), authority_id=sa.Uuid(),
            start=sa.Integer(), end=sa.Integer(), page=sa.Integer(), is_whole=sa.Boolean(),
            score=sa.Double(), reasons=_JSON, note=sa.String(),
        ),
        *_columns(
            nullable=True, belongs=sa.Boolean(), answered_by=sa.Uuid(), answered_at=_MOMENT,
        ),
        *_keys(
            _DOUBT, "id", case_id="items_item", document_id="items_item",
            answered_by="people_person",
        ),
    )  # fmt: skip
    _index(_DOUBT, "case_id")
    _index(_DOUBT, "document_id")
    op.create_table(
        _REMEMBERED,
        *_columns(
            id=sa.Uuid(), authority_id=sa.Uuid(), project_id=sa.Uuid(), case_id=sa.Uuid(),
            kind=sa.String(), value=sa.String(), treatment=sa.String(), ground=sa.String(),
            is_for_authority=sa.Boolean(), since=sa.Date(),
        ),
        *_columns(
            nullable=True, event_id=sa.Uuid(), by=sa.Uuid(),
        ),
        *_keys(
            _REMEMBERED, "id", authority_id="people_authority", project_id="projects_project",
            case_id="items_item", by="people_person",
        ),
    )  # fmt: skip
    _index(_REMEMBERED, "case_id")
    _index(_REMEMBERED, "project_id", "is_for_authority")


def _releases() -> None:
    op.create_table(
        _RELEASE,
        *_columns(
            item_id=sa.Uuid(), case_id=sa.Uuid(), authority_id=sa.Uuid(), number=sa.Integer(),
            state=sa.String(), wanted=_JSON, reviewed=sa.Integer(), documents=_JSON, leaks=_JSON,
            bundle_sha256=sa.String(), is_partial=sa.Boolean(), prepared_at=_MOMENT,
            recipient=sa.String(),
        ),
        *_columns(
            nullable=True, job_id=sa.Uuid(), report=_JSON, prepared_by=sa.Uuid(),
            decision_id=sa.Uuid(), decided_by=sa.Uuid(), decided_at=_MOMENT,
        ),
        *_keys(
            _RELEASE, "item_id", item_id="items_item", case_id="items_item",
            prepared_by="people_person", decided_by="people_person",
        ),
        _unique(_RELEASE, "case_id", "number"),
    )  # fmt: skip
    op.create_table(
        _DISCLOSED,
        *_columns(
            release_id=sa.Uuid(), document_id=sa.Uuid(), case_id=sa.Uuid(),
            authority_id=sa.Uuid(), number=sa.Integer(), access=sa.String(), grounds=_JSON,
            sha256=sa.String(), recipient=sa.String(), at=_MOMENT,
        ),
        *_columns(
            nullable=True, by=sa.Uuid(),
        ),
        *_keys(
            _DISCLOSED, "release_id", "document_id", release_id="items_item",
            document_id="items_item", case_id="items_item", by="people_person",
        ),
    )  # fmt: skip
    _index(_DISCLOSED, "case_id")


def _columns(*, nullable: bool = False, **types: sa.types.TypeEngine) -> list[sa.Column]:
    return [sa.Column(name, kind, nullable=nullable) for name, kind in types.items()]


def _keys(table: str, *primary: str, **others: str) -> tuple[sa.Constraint, ...]:
    return (
        *(
            sa.ForeignKeyConstraint([column], [f"{name}.id"], name=op.f(f"fk_{table}_{column}"))
            for column, name in others.items()
        ),
        sa.PrimaryKeyConstraint(*primary, name=op.f(f"pk_{table}")),
    )


def _unique(table: str, *columns: str) -> sa.Constraint:
    return sa.UniqueConstraint(*columns, name=op.f(f"uq_{table}_{'_'.join(columns)}"))


def _index(table: str, *columns: str) -> None:
    op.create_index(op.f(f"ix_{table}_{'_'.join(columns)}"), table, list(columns))


def downgrade() -> None:
    for table in (
        _DISCLOSED, _RELEASE, _REMEMBERED, _DOUBT, _STATEMENT, _PERSON, _SAMPLED_PAGE, _PRESENCE,
        _PAGE_VIEW, _EVENT, _FINDING, _PAGE, _DOCUMENT, _UPLOAD, _SETUP, _LETTER, _DUTY, _CASE,
    ):  # fmt: skip
        op.drop_table(table)
