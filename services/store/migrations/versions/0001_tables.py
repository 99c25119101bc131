"""The first tables: submissions, documents, readings, reviews."""

import sqlalchemy as sa
from alembic import op

revision: str = "0001"
down_revision: str | None = None

TEXT, INTEGER = sa.Text(), sa.Integer()
MOMENT = sa.DateTime(timezone=True)
FIGURE = sa.Float(53).with_variant(sa.Numeric(), "postgresql")


def upgrade() -> None:
    """Bring the schema up."""
    _intake()
    _readings()
    _reviews()
    _views()


def _intake() -> None:
    """What came in."""
    op.create_table(
        "departments",
        sa.Column("id", INTEGER, nullable=False),
        sa.Column("division", TEXT, nullable=False),
        sa.Column("code", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_departments"),
        sa.UniqueConstraint("division", "code", "name", name="uq_departments_division_code_name"),
    )
    op.create_table(
        "submissions",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("batch", TEXT),
        sa.Column("source", TEXT),
        sa.Column("channel", TEXT),
        sa.Column("status", TEXT, nullable=False),
        sa.Column("members", INTEGER),
        sa.Column("file_id", TEXT),
        sa.Column("first_submission", TEXT),
        sa.Column("retry_of", TEXT),
        sa.Column("received_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT),
        sa.Column("failure_code", TEXT),
        sa.Column("failure_stage", TEXT),
        sa.Column("failure_message", TEXT),
        sa.Column("failure_message_en", TEXT),
        sa.Column("failure_retryable", sa.Boolean()),
        sa.Column("attempts", INTEGER),
        sa.PrimaryKeyConstraint("id", name="pk_submissions"),
    )
    op.create_index("ix_submissions_batch", "submissions", ["batch"])
    op.create_index("ix_submissions_file_id", "submissions", ["file_id"])
    op.create_index("ix_submissions_first_submission", "submissions", ["first_submission"])
    op.create_index("ix_submissions_status_received_at", "submissions", ["status", "received_at"])
    op.create_table(
        "documents",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("parent_id", TEXT),
        sa.Column("source", TEXT),
        sa.Column("media_type", TEXT),
        sa.Column("size", INTEGER),
        sa.Column("blob_bucket", TEXT),
        sa.Column("blob_name", TEXT),
        sa.Column("received_at", MOMENT, nullable=False),
        sa.Column("pages", INTEGER),
        sa.Column("form", TEXT),
        sa.Column("template", TEXT),
        sa.Column("kind", TEXT),
        sa.Column("division", TEXT),
        sa.Column("title", TEXT),
        sa.Column("fiscal_year", INTEGER),
        sa.Column("department_id", INTEGER),
        sa.Column("series", TEXT),
        sa.Column("reading_id", INTEGER),
        sa.Column("review_id", INTEGER),
        sa.Column("revision", INTEGER, nullable=False),
        sa.Column("outcome", TEXT),
        sa.Column("errors", INTEGER, nullable=False),
        sa.Column("warnings", INTEGER, nullable=False),
        sa.Column("infos", INTEGER, nullable=False),
        sa.ForeignKeyConstraint(["department_id"], ["departments.id"], name="fk_documents_department_id"),
        sa.PrimaryKeyConstraint("id", name="pk_documents"),
    )
    op.create_index("ix_documents_department_id", "documents", ["department_id"])
    op.create_index("ix_documents_division_fiscal_year", "documents", ["division", "fiscal_year"])
    op.create_index("ix_documents_parent_id", "documents", ["parent_id"])
    op.create_index("ix_documents_received_at_id", "documents", ["received_at", "id"])
    op.create_index("ix_documents_series", "documents", ["series"])
    op.create_table(
        "submission_documents",
        sa.Column("submission_id", TEXT, nullable=False),
        sa.Column("document_id", TEXT, nullable=False),
        sa.Column("parent_id", TEXT),
        sa.Column("source", TEXT),
        sa.Column("status", TEXT, nullable=False),
        sa.Column("announced", sa.Boolean(), nullable=False),
        sa.Column("parts", INTEGER, nullable=False),
        sa.Column("review_id", INTEGER),
        sa.Column("revision", INTEGER),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.Column("failure_code", TEXT),
        sa.Column("failure_stage", TEXT),
        sa.Column("failure_message", TEXT),
        sa.Column("failure_message_en", TEXT),
        sa.Column("failure_retryable", sa.Boolean()),
        sa.Column("attempts", INTEGER),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submissions.id"], name="fk_submission_documents_submission_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("submission_id", "document_id", name="pk_submission_documents"),
    )
    op.create_index("ix_submission_documents_document_id", "submission_documents", ["document_id"])


def _readings() -> None:
    """What was read."""
    op.create_table(
        "readings",
        sa.Column("id", INTEGER, nullable=False),
        sa.Column("document_id", TEXT, nullable=False),
        sa.Column("parser_version", TEXT, nullable=False),
        sa.Column("read_at", MOMENT, nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name="fk_readings_document_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_readings"),
        sa.UniqueConstraint("document_id", "parser_version", name="uq_readings_document_id_parser_version"),
    )
    op.create_table(
        "projects",
        sa.Column("reading_id", INTEGER, nullable=False),
        sa.Column("ordinal", INTEGER, nullable=False),
        sa.Column("title", TEXT),
        sa.Column("unit_code", TEXT),
        sa.Column("unit_name", TEXT),
        sa.Column("currency_unit", TEXT),
        sa.Column("code", TEXT),
        sa.Column("name", TEXT),
        sa.Column("budget", FIGURE),
        sa.Column("fiscal_funds", FIGURE),
        sa.Column("other_funds", FIGURE),
        sa.Column("budget_printed", TEXT),
        sa.Column("fiscal_funds_printed", TEXT),
        sa.Column("other_funds_printed", TEXT),
        sa.Column("purpose", TEXT),
        sa.ForeignKeyConstraint(["reading_id"], ["readings.id"], name="fk_projects_reading_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("reading_id", "ordinal", name="pk_projects"),
    )
    op.create_index("ix_projects_code", "projects", ["code"])
    op.create_table(
        "plans",
        sa.Column("reading_id", INTEGER, nullable=False),
        sa.Column("project", INTEGER, nullable=False),
        sa.Column("month", INTEGER, nullable=False),
        sa.Column("percent", FIGURE),
        sa.Column("printed", TEXT, nullable=False),
        sa.ForeignKeyConstraint(["reading_id"], ["readings.id"], name="fk_plans_reading_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("reading_id", "project", "month", name="pk_plans"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "indicators",
        sa.Column("reading_id", INTEGER, nullable=False),
        sa.Column("project", INTEGER, nullable=False),
        sa.Column("position", INTEGER, nullable=False),
        sa.Column("level1", TEXT),
        sa.Column("level2", TEXT),
        sa.Column("name", TEXT),
        sa.Column("description", TEXT),
        sa.Column("target", TEXT),
        sa.Column("operator", TEXT),
        sa.Column("number", FIGURE),
        sa.Column("unit", TEXT),
        sa.Column("basis", TEXT),
        sa.ForeignKeyConstraint(["reading_id"], ["readings.id"], name="fk_indicators_reading_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("reading_id", "project", "position", name="pk_indicators"),
    )
    op.create_table(
        "passages",
        sa.Column("reading_id", INTEGER, nullable=False),
        sa.Column("position", INTEGER, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("project", INTEGER),
        sa.Column("sub_goal", INTEGER),
        sa.Column("title", TEXT),
        sa.Column("text", TEXT, nullable=False),
        sa.ForeignKeyConstraint(["reading_id"], ["readings.id"], name="fk_passages_reading_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("reading_id", "position", name="pk_passages"),
    )
    op.create_table(
        "budget_tables",
        sa.Column("reading_id", INTEGER, nullable=False),
        sa.Column("position", INTEGER, nullable=False),
        sa.Column("kind", TEXT),
        sa.Column("department_code", TEXT),
        sa.Column("year", INTEGER),
        sa.Column("currency_unit", TEXT),
        sa.Column("note", TEXT),
        sa.ForeignKeyConstraint(
            ["reading_id"], ["readings.id"], name="fk_budget_tables_reading_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("reading_id", "position", name="pk_budget_tables"),
    )
    op.create_table(
        "budget_lines",
        sa.Column("reading_id", INTEGER, nullable=False),
        sa.Column("table_position", INTEGER, nullable=False),
        sa.Column("line_number", INTEGER, nullable=False),
        sa.Column("column_number", INTEGER, nullable=False),
        sa.Column("header", TEXT),
        sa.Column("code", TEXT),
        sa.Column("label", TEXT),
        sa.Column("amount", FIGURE),
        sa.Column("printed", TEXT, nullable=False),
        sa.ForeignKeyConstraint(
            ["reading_id", "table_position"],
            ["budget_tables.reading_id", "budget_tables.position"],
            name="fk_budget_lines_reading_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("reading_id", "table_position", "line_number", "column_number", name="pk_budget_lines"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "narrative_figures",
        sa.Column("reading_id", INTEGER, nullable=False),
        sa.Column("position", INTEGER, nullable=False),
        sa.Column("label", TEXT, nullable=False),
        sa.Column("amount", FIGURE),
        sa.Column("printed", TEXT, nullable=False),
        sa.Column("unit", TEXT, nullable=False),
        sa.Column("text", TEXT, nullable=False),
        sa.ForeignKeyConstraint(
            ["reading_id"], ["readings.id"], name="fk_narrative_figures_reading_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("reading_id", "position", name="pk_narrative_figures"),
    )
    op.create_table(
        "warnings",
        sa.Column("reading_id", INTEGER, nullable=False),
        sa.Column("position", INTEGER, nullable=False),
        sa.Column("code", TEXT, nullable=False),
        sa.Column("message", TEXT, nullable=False),
        sa.Column("message_en", TEXT, nullable=False),
        sa.Column("text", TEXT),
        sa.Column("at", sa.JSON()),
        sa.ForeignKeyConstraint(["reading_id"], ["readings.id"], name="fk_warnings_reading_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("reading_id", "position", name="pk_warnings"),
    )


def _reviews() -> None:
    """What was said."""
    op.create_table(
        "reviews",
        sa.Column("id", INTEGER, nullable=False),
        sa.Column("document_id", TEXT, nullable=False),
        sa.Column("submission_id", TEXT, nullable=False),
        sa.Column("outcome", TEXT, nullable=False),
        sa.Column("errors", INTEGER, nullable=False),
        sa.Column("warnings", INTEGER, nullable=False),
        sa.Column("infos", INTEGER, nullable=False),
        sa.Column("counts_by_rule", sa.JSON(), nullable=False),
        sa.Column("rules", INTEGER),
        sa.Column("passed", INTEGER),
        sa.Column("failed", INTEGER),
        sa.Column("not_applicable", INTEGER),
        sa.Column("insufficient_data", INTEGER),
        sa.Column("parse_uncertain", INTEGER),
        sa.Column("raised", INTEGER),
        sa.Column("coverage", sa.JSON()),
        sa.Column("gouji_version", TEXT, nullable=False),
        sa.Column("parser_version", TEXT, nullable=False),
        sa.Column("rules_version", TEXT, nullable=False),
        sa.Column("profile", TEXT, nullable=False),
        sa.Column("judged_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name="fk_reviews_document_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_reviews"),
        sa.UniqueConstraint(
            "document_id", "parser_version", "rules_version", name="uq_reviews_document_id_parser_version_rules_version"
        ),
    )
    op.create_table(
        "findings",
        sa.Column("review_id", INTEGER, nullable=False),
        sa.Column("position", INTEGER, nullable=False),
        sa.Column("rule", TEXT, nullable=False),
        sa.Column("severity", TEXT, nullable=False),
        sa.Column("message", TEXT, nullable=False),
        sa.Column("message_en", TEXT, nullable=False),
        sa.Column("subject", sa.JSON(), nullable=False),
        sa.Column("project", INTEGER),
        sa.Column("code", TEXT),
        sa.Column("indicator", INTEGER),
        sa.Column("field", TEXT),
        sa.Column("table_kind", TEXT),
        sa.Column("table_row", INTEGER),
        sa.Column("table_column", TEXT),
        sa.Column("section", TEXT),
        sa.Column("evidence", sa.JSON(), nullable=False),
        sa.Column("equation", TEXT),
        sa.Column("suggestion", TEXT),
        sa.Column("clause", TEXT),
        sa.Column("fingerprint", TEXT, nullable=False),
        sa.Column("suppressed", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["review_id"], ["reviews.id"], name="fk_findings_review_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("review_id", "position", name="pk_findings"),
    )
    op.create_index("ix_findings_fingerprint", "findings", ["fingerprint"])
    op.create_index("ix_findings_rule_review_id", "findings", ["rule", "review_id"])
    op.create_table(
        "confirmations",
        sa.Column("review_id", INTEGER, nullable=False),
        sa.Column("position", INTEGER, nullable=False),
        sa.Column("rule", TEXT, nullable=False),
        sa.Column("severity", TEXT, nullable=False),
        sa.Column("message", TEXT, nullable=False),
        sa.Column("message_en", TEXT, nullable=False),
        sa.Column("subject", sa.JSON(), nullable=False),
        sa.Column("project", INTEGER),
        sa.Column("code", TEXT),
        sa.Column("indicator", INTEGER),
        sa.Column("field", TEXT),
        sa.Column("table_kind", TEXT),
        sa.Column("table_row", INTEGER),
        sa.Column("table_column", TEXT),
        sa.Column("section", TEXT),
        sa.Column("evidence", sa.JSON(), nullable=False),
        sa.Column("equation", TEXT),
        sa.Column("suggestion", TEXT),
        sa.Column("clause", TEXT),
        sa.Column("fingerprint", TEXT, nullable=False),
        sa.Column("suppressed", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["review_id"], ["reviews.id"], name="fk_confirmations_review_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("review_id", "position", name="pk_confirmations"),
    )
    op.create_table(
        "revisions",
        sa.Column("document_id", TEXT, nullable=False),
        sa.Column("number", INTEGER, nullable=False),
        sa.Column("review_id", INTEGER),
        sa.Column("submission_id", TEXT, nullable=False),
        sa.Column("series", TEXT, nullable=False),
        sa.Column("outcome", TEXT, nullable=False),
        sa.Column("previous_outcome", TEXT),
        sa.Column("event", sa.JSON(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name="fk_revisions_document_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["review_id"], ["reviews.id"], name="fk_revisions_review_id", ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("document_id", "number", name="pk_revisions"),
    )
    op.create_index("ix_revisions_review_id", "revisions", ["review_id"])


def _views() -> None:
    """What is kept as JSON, as rows."""
    for view in _SQLITE if op.get_bind().dialect.name == "sqlite" else _POSTGRESQL:
        op.execute(view)


_SQLITE = (
    """
    CREATE VIEW coverage AS
    SELECT r.id AS review_id, c.key AS rule,
           json_extract(c.value, '$.outcome') AS outcome, json_extract(c.value, '$.reason') AS reason
    FROM reviews r, json_each(r.coverage) c
    """,
    """
    CREATE VIEW evidence AS
    SELECT f.review_id, 'finding' AS said, f.position, e.key + 1 AS number,
           json_extract(e.value, '$.quote') AS quote, json_extract(e.value, '$.value') AS value,
           json_extract(e.value, '$.unit') AS unit, json_extract(e.value, '$.at') AS at
    FROM findings f, json_each(f.evidence) e
    UNION ALL
    SELECT f.review_id, 'confirmation', f.position, e.key + 1,
           json_extract(e.value, '$.quote'), json_extract(e.value, '$.value'),
           json_extract(e.value, '$.unit'), json_extract(e.value, '$.at')
    FROM confirmations f, json_each(f.evidence) e
    """,
    """
    CREATE VIEW finding_projects AS
    SELECT review_id, position, project FROM findings WHERE project IS NOT NULL
    UNION
    SELECT f.review_id, f.position, p.value FROM findings f, json_each(f.subject, '$.projects') p
    """,
)
_POSTGRESQL = (
    """
    CREATE VIEW coverage AS
    SELECT r.id AS review_id, c.key AS rule, c.value ->> 'outcome' AS outcome, c.value ->> 'reason' AS reason
    FROM reviews r, json_each(r.coverage) c
    """,
    """
    CREATE VIEW evidence AS
    SELECT f.review_id, 'finding' AS said, f.position, e.number, e.value ->> 'quote' AS quote,
           e.value ->> 'value' AS value, e.value ->> 'unit' AS unit, (e.value ->> 'at')::json AS at
    FROM findings f, json_array_elements(f.evidence) WITH ORDINALITY e(value, number)
    UNION ALL
    SELECT f.review_id, 'confirmation', f.position, e.number, e.value ->> 'quote',
           e.value ->> 'value', e.value ->> 'unit', (e.value ->> 'at')::json
    FROM confirmations f, json_array_elements(f.evidence) WITH ORDINALITY e(value, number)
    """,
    """
    CREATE VIEW finding_projects AS
    SELECT review_id, position, project FROM findings WHERE project IS NOT NULL
    UNION
    SELECT f.review_id, f.position, p.value::integer
    FROM findings f, json_array_elements_text(f.subject -> 'projects') p(value)
    """,
)
