using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace ConversationMemory.Migrations
{
    /// <inheritdoc />
    public partial class Retention : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropPrimaryKey(
                name: "pk_retention_policies",
                schema: "app",
                table: "retention_policies");

            migrationBuilder.DropCheckConstraint(
                name: "retention_policies_scope",
                schema: "app",
                table: "retention_policies");

            migrationBuilder.DropCheckConstraint(
                name: "retention_policies_window",
                schema: "app",
                table: "retention_policies");

            migrationBuilder.DropIndex(
                name: "ix_conversations_agent_id",
                schema: "app",
                table: "conversations");

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "closed_at",
                schema: "app",
                table: "users",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "held",
                schema: "app",
                table: "users",
                type: "boolean",
                nullable: false,
                defaultValueSql: "false");

            migrationBuilder.AlterColumn<int>(
                name: "max_tool_call_size",
                schema: "app",
                table: "retention_policies",
                type: "integer",
                nullable: true,
                oldClrType: typeof(int),
                oldType: "integer");

            migrationBuilder.AlterColumn<int>(
                name: "max_message_length",
                schema: "app",
                table: "retention_policies",
                type: "integer",
                nullable: true,
                oldClrType: typeof(int),
                oldType: "integer");

            migrationBuilder.AddColumn<Guid>(
                name: "scope_id",
                schema: "app",
                table: "retention_policies",
                type: "uuid",
                nullable: false,
                defaultValue: new Guid("00000000-0000-0000-0000-000000000000"));

            migrationBuilder.AddColumn<bool>(
                name: "allow_extend",
                schema: "app",
                table: "retention_policies",
                type: "boolean",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "allow_pin",
                schema: "app",
                table: "retention_policies",
                type: "boolean",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "archive_days",
                schema: "app",
                table: "retention_policies",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "at_end",
                schema: "app",
                table: "retention_policies",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "export_first",
                schema: "app",
                table: "retention_policies",
                type: "boolean",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "keep_memories",
                schema: "app",
                table: "retention_policies",
                type: "boolean",
                nullable: true);

            migrationBuilder.AddColumn<string[]>(
                name: "locked",
                schema: "app",
                table: "retention_policies",
                type: "text[]",
                nullable: false,
                defaultValueSql: "'{}'");

            migrationBuilder.AddColumn<int>(
                name: "notice_days",
                schema: "app",
                table: "retention_policies",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "quota_hard_megabytes",
                schema: "app",
                table: "retention_policies",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "quota_soft_megabytes",
                schema: "app",
                table: "retention_policies",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "trash_days",
                schema: "app",
                table: "retention_policies",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "ttl_days",
                schema: "app",
                table: "retention_policies",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "updated_by",
                schema: "app",
                table: "retention_policies",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "window_action",
                schema: "app",
                table: "retention_policies",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "bytes",
                schema: "app",
                table: "messages",
                type: "integer",
                nullable: false,
                defaultValueSql: "0");

            migrationBuilder.AddColumn<bool>(
                name: "pinned",
                schema: "app",
                table: "messages",
                type: "boolean",
                nullable: false,
                defaultValueSql: "false");

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "archived_at",
                schema: "app",
                table: "conversations",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "bytes",
                schema: "app",
                table: "conversations",
                type: "bigint",
                nullable: false,
                defaultValueSql: "0");

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "deleted_at",
                schema: "app",
                table: "conversations",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "ending",
                schema: "app",
                table: "conversations",
                type: "jsonb",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "expires_at",
                schema: "app",
                table: "conversations",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "has_policy",
                schema: "app",
                table: "conversations",
                type: "boolean",
                nullable: false,
                defaultValueSql: "false");

            migrationBuilder.AddColumn<bool>(
                name: "held",
                schema: "app",
                table: "conversations",
                type: "boolean",
                nullable: false,
                defaultValueSql: "false");

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "kept_until",
                schema: "app",
                table: "conversations",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "noticed_at",
                schema: "app",
                table: "conversations",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "packed_seq",
                schema: "app",
                table: "conversations",
                type: "integer",
                nullable: false,
                defaultValueSql: "0");

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "pinned_at",
                schema: "app",
                table: "conversations",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "pinned_count",
                schema: "app",
                table: "conversations",
                type: "integer",
                nullable: false,
                defaultValueSql: "0");

            migrationBuilder.AddPrimaryKey(
                name: "pk_retention_policies",
                schema: "app",
                table: "retention_policies",
                columns: new[] { "scope", "scope_id" });

            migrationBuilder.CreateTable(
                name: "audit_log",
                schema: "app",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "now()"),
                    actor_id = table.Column<Guid>(type: "uuid", nullable: true),
                    action = table.Column<string>(type: "text", nullable: false),
                    target_kind = table.Column<string>(type: "text", nullable: true),
                    target_id = table.Column<string>(type: "text", nullable: true),
                    detail = table.Column<string>(type: "jsonb", nullable: false, defaultValueSql: "'{}'")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_audit_log", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "cleanup_runs",
                schema: "app",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    layer = table.Column<string>(type: "text", nullable: false),
                    state = table.Column<string>(type: "text", nullable: false),
                    filter = table.Column<string>(type: "jsonb", nullable: true),
                    per_second = table.Column<int>(type: "integer", nullable: true),
                    selected = table.Column<int>(type: "integer", nullable: false),
                    noticed = table.Column<int>(type: "integer", nullable: false),
                    archived = table.Column<int>(type: "integer", nullable: false),
                    trashed = table.Column<int>(type: "integer", nullable: false),
                    deleted = table.Column<int>(type: "integer", nullable: false),
                    messages = table.Column<long>(type: "bigint", nullable: false),
                    bytes = table.Column<long>(type: "bigint", nullable: false),
                    started_by = table.Column<Guid>(type: "uuid", nullable: true),
                    started_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "now()"),
                    heartbeat_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "now()"),
                    finished_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_cleanup_runs", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "conversation_policies",
                schema: "app",
                columns: table => new
                {
                    owner_id = table.Column<Guid>(type: "uuid", nullable: false),
                    conversation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    updated_by = table.Column<Guid>(type: "uuid", nullable: true),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "now()"),
                    window_messages = table.Column<int>(type: "integer", nullable: true),
                    window_action = table.Column<string>(type: "text", nullable: true),
                    ttl_days = table.Column<int>(type: "integer", nullable: true),
                    at_end = table.Column<string>(type: "text", nullable: true),
                    archive_days = table.Column<int>(type: "integer", nullable: true),
                    notice_days = table.Column<int>(type: "integer", nullable: true),
                    trash_days = table.Column<int>(type: "integer", nullable: true),
                    export_first = table.Column<bool>(type: "boolean", nullable: true),
                    keep_memories = table.Column<bool>(type: "boolean", nullable: true),
                    allow_pin = table.Column<bool>(type: "boolean", nullable: true),
                    allow_extend = table.Column<bool>(type: "boolean", nullable: true),
                    quota_soft_megabytes = table.Column<int>(type: "integer", nullable: true),
                    quota_hard_megabytes = table.Column<int>(type: "integer", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_conversation_policies", x => new { x.owner_id, x.conversation_id });
                    table.CheckConstraint("conversation_policies_actions", "window_action IN ('summarise', 'archive', 'delete') AND at_end IN ('delete', 'archive')");
                    table.CheckConstraint("conversation_policies_days", "ttl_days BETWEEN 0 AND 36500 AND archive_days BETWEEN 0 AND 36500 AND notice_days BETWEEN 0 AND 365 AND trash_days BETWEEN 0 AND 365");
                    table.CheckConstraint("conversation_policies_quotas", "quota_soft_megabytes >= 0 AND quota_hard_megabytes >= 0");
                    table.CheckConstraint("conversation_policies_window", "window_messages = 0 OR window_messages >= 2");
                    table.ForeignKey(
                        name: "fk_conversation_policies_conversations_owner_id_conversation_id",
                        columns: x => new { x.owner_id, x.conversation_id },
                        principalSchema: "app",
                        principalTable: "conversations",
                        principalColumns: new[] { "owner_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "export_jobs",
                schema: "app",
                columns: table => new
                {
                    owner_id = table.Column<Guid>(type: "uuid", nullable: false),
                    conversation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    requested_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "now()"),
                    not_before = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "now()"),
                    attempts = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_export_jobs", x => new { x.owner_id, x.conversation_id });
                    table.ForeignKey(
                        name: "fk_export_jobs_conversations_owner_id_conversation_id",
                        columns: x => new { x.owner_id, x.conversation_id },
                        principalSchema: "app",
                        principalTable: "conversations",
                        principalColumns: new[] { "owner_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "holds",
                schema: "app",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    owner_id = table.Column<Guid>(type: "uuid", nullable: false),
                    conversation_id = table.Column<Guid>(type: "uuid", nullable: true),
                    reason = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: false),
                    placed_by = table.Column<Guid>(type: "uuid", nullable: true),
                    placed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "now()"),
                    released_by = table.Column<Guid>(type: "uuid", nullable: true),
                    released_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_holds", x => new { x.owner_id, x.id });
                    table.CheckConstraint("holds_reason", "reason ~ '\\S'");
                });

            migrationBuilder.CreateTable(
                name: "ledger_entries",
                schema: "app",
                columns: table => new
                {
                    owner_id = table.Column<Guid>(type: "uuid", nullable: false),
                    agent_id = table.Column<Guid>(type: "uuid", nullable: false),
                    conversations = table.Column<int>(type: "integer", nullable: false, defaultValueSql: "0"),
                    messages = table.Column<int>(type: "integer", nullable: false, defaultValueSql: "0"),
                    bytes = table.Column<long>(type: "bigint", nullable: false, defaultValueSql: "0"),
                    pruned_messages = table.Column<int>(type: "integer", nullable: false, defaultValueSql: "0"),
                    pruned_bytes = table.Column<long>(type: "bigint", nullable: false, defaultValueSql: "0")
                },
                constraints: table =>
                {
                });

            migrationBuilder.CreateTable(
                name: "notice_mails",
                schema: "app",
                columns: table => new
                {
                    owner_id = table.Column<Guid>(type: "uuid", nullable: false),
                    sent_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_notice_mails", x => x.owner_id);
                    table.ForeignKey(
                        name: "fk_notice_mails_users_owner_id",
                        column: x => x.owner_id,
                        principalSchema: "app",
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "receipts",
                schema: "app",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    owner_id = table.Column<Guid>(type: "uuid", nullable: false),
                    run_id = table.Column<Guid>(type: "uuid", nullable: true),
                    cause = table.Column<string>(type: "text", nullable: false),
                    layer = table.Column<string>(type: "text", nullable: false),
                    rule = table.Column<string>(type: "jsonb", nullable: false, defaultValueSql: "'{}'"),
                    conversations = table.Column<Guid[]>(type: "uuid[]", nullable: false, defaultValueSql: "'{}'"),
                    counts = table.Column<string>(type: "jsonb", nullable: false, defaultValueSql: "'{}'"),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "now()")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_receipts", x => new { x.owner_id, x.id });
                });

            migrationBuilder.CreateTable(
                name: "resolved_policies",
                schema: "app",
                columns: table => new
                {
                    agent_id = table.Column<Guid>(type: "uuid", nullable: false),
                    organisation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    window_messages = table.Column<int>(type: "integer", nullable: true),
                    window_action = table.Column<string>(type: "text", nullable: false),
                    ttl_days = table.Column<int>(type: "integer", nullable: false),
                    at_end = table.Column<string>(type: "text", nullable: false),
                    archive_days = table.Column<int>(type: "integer", nullable: false),
                    notice_days = table.Column<int>(type: "integer", nullable: false),
                    trash_days = table.Column<int>(type: "integer", nullable: false),
                    export_first = table.Column<bool>(type: "boolean", nullable: false),
                    keep_memories = table.Column<bool>(type: "boolean", nullable: false),
                    allow_pin = table.Column<bool>(type: "boolean", nullable: false),
                    allow_extend = table.Column<bool>(type: "boolean", nullable: false),
                    quota_soft_megabytes = table.Column<int>(type: "integer", nullable: false),
                    quota_hard_megabytes = table.Column<int>(type: "integer", nullable: false),
                    max_message_length = table.Column<int>(type: "integer", nullable: false),
                    max_tool_call_size = table.Column<int>(type: "integer", nullable: false),
                    locked = table.Column<string[]>(type: "text[]", nullable: false),
                    sources = table.Column<string>(type: "jsonb", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_resolved_policies", x => x.agent_id);
                    table.ForeignKey(
                        name: "fk_resolved_policies_agents_agent_id",
                        column: x => x.agent_id,
                        principalSchema: "app",
                        principalTable: "agents",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "saved_copies",
                schema: "app",
                columns: table => new
                {
                    owner_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    conversation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    format = table.Column<string>(type: "text", nullable: false),
                    title = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    data = table.Column<byte[]>(type: "bytea", nullable: false),
                    length = table.Column<int>(type: "integer", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "now()"),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_saved_copies", x => new { x.owner_id, x.id });
                    table.CheckConstraint("saved_copies_format", "format IN ('md', 'json')");
                });

            migrationBuilder.CreateTable(
                name: "segments",
                schema: "app",
                columns: table => new
                {
                    owner_id = table.Column<Guid>(type: "uuid", nullable: false),
                    conversation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    from_seq = table.Column<int>(type: "integer", nullable: false),
                    through_seq = table.Column<int>(type: "integer", nullable: false),
                    message_count = table.Column<int>(type: "integer", nullable: false),
                    unpacked_bytes = table.Column<long>(type: "bigint", nullable: false),
                    data = table.Column<byte[]>(type: "bytea", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "now()")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_segments", x => new { x.owner_id, x.conversation_id, x.from_seq });
                    table.CheckConstraint("segments_range", "from_seq BETWEEN 1 AND through_seq AND message_count > 0");
                    table.ForeignKey(
                        name: "fk_segments_conversations_owner_id_conversation_id",
                        columns: x => new { x.owner_id, x.conversation_id },
                        principalSchema: "app",
                        principalTable: "conversations",
                        principalColumns: new[] { "owner_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "storage_alerts",
                schema: "app",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    level = table.Column<string>(type: "text", nullable: false),
                    bytes = table.Column<long>(type: "bigint", nullable: false),
                    budget = table.Column<long>(type: "bigint", nullable: false),
                    raised_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    cleared_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    mailed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    posted_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_storage_alerts", x => x.id);
                    table.CheckConstraint("storage_alerts_level", "level IN ('warning', 'danger')");
                });

            migrationBuilder.CreateTable(
                name: "storage_snapshots",
                schema: "app",
                columns: table => new
                {
                    day = table.Column<DateOnly>(type: "date", nullable: false),
                    bytes = table.Column<long>(type: "bigint", nullable: false),
                    kinds = table.Column<string>(type: "jsonb", nullable: false),
                    conversations = table.Column<int>(type: "integer", nullable: false),
                    messages = table.Column<long>(type: "bigint", nullable: false),
                    taken_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_storage_snapshots", x => x.day);
                });

            migrationBuilder.CreateTable(
                name: "storage_status",
                schema: "app",
                columns: table => new
                {
                    id = table.Column<bool>(type: "boolean", nullable: false),
                    figures = table.Column<string>(type: "jsonb", nullable: false),
                    measured_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_storage_status", x => x.id);
                    table.CheckConstraint("storage_status_one", "id");
                });

            migrationBuilder.CreateTable(
                name: "sweep_layers",
                schema: "app",
                columns: table => new
                {
                    name = table.Column<string>(type: "text", nullable: false),
                    last_run_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_sweep_layers", x => x.name);
                });

            migrationBuilder.CreateTable(
                name: "system_settings",
                schema: "app",
                columns: table => new
                {
                    id = table.Column<bool>(type: "boolean", nullable: false),
                    read_only = table.Column<bool>(type: "boolean", nullable: false),
                    read_only_text = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true),
                    read_only_since = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_system_settings", x => x.id);
                    table.CheckConstraint("system_settings_one", "id");
                });

            migrationBuilder.CreateTable(
                name: "usage",
                schema: "app",
                columns: table => new
                {
                    owner_id = table.Column<Guid>(type: "uuid", nullable: false),
                    agent_id = table.Column<Guid>(type: "uuid", nullable: false),
                    conversations = table.Column<int>(type: "integer", nullable: false),
                    messages = table.Column<long>(type: "bigint", nullable: false),
                    bytes = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_usage", x => new { x.owner_id, x.agent_id });
                });

            migrationBuilder.Sql(SqlFile.Read("retention/convert_policies"));

            migrationBuilder.DropColumn(
                name: "window_waits_for_summary",
                schema: "app",
                table: "retention_policies");

            migrationBuilder.AddCheckConstraint(
                name: "retention_policies_actions",
                schema: "app",
                table: "retention_policies",
                sql: "window_action IN ('summarise', 'archive', 'delete') AND at_end IN ('delete', 'archive')");

            migrationBuilder.AddCheckConstraint(
                name: "retention_policies_days",
                schema: "app",
                table: "retention_policies",
                sql: "ttl_days BETWEEN 0 AND 36500 AND archive_days BETWEEN 0 AND 36500 AND notice_days BETWEEN 0 AND 365 AND trash_days BETWEEN 0 AND 365");

            migrationBuilder.AddCheckConstraint(
                name: "retention_policies_quotas",
                schema: "app",
                table: "retention_policies",
                sql: "quota_soft_megabytes >= 0 AND quota_hard_megabytes >= 0");

            migrationBuilder.AddCheckConstraint(
                name: "retention_policies_scope",
                schema: "app",
                table: "retention_policies",
                sql: "scope IN ('system', 'organisation', 'agent') AND (scope = 'system') = (scope_id = '00000000-0000-0000-0000-000000000000')");

            migrationBuilder.AddCheckConstraint(
                name: "retention_policies_whole",
                schema: "app",
                table: "retention_policies",
                sql: "scope <> 'system' OR num_nulls(window_messages, window_action, ttl_days, at_end, archive_days, notice_days, trash_days, export_first,\n    keep_memories, allow_pin, allow_extend, quota_soft_megabytes, quota_hard_megabytes, max_message_length, max_tool_call_size) = 0");

            migrationBuilder.AddCheckConstraint(
                name: "retention_policies_window",
                schema: "app",
                table: "retention_policies",
                sql: "window_messages = 0 OR window_messages >= 2");

            migrationBuilder.CreateIndex(
                name: "ix_conversations_agent_id_active_at",
                schema: "app",
                table: "conversations",
                columns: new[] { "agent_id", "active_at" },
                filter: "expires_at IS NULL AND archived_at IS NULL AND deleted_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_conversations_expires_at",
                schema: "app",
                table: "conversations",
                column: "expires_at",
                filter: "expires_at IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_audit_log_at",
                schema: "app",
                table: "audit_log",
                column: "at");

            migrationBuilder.CreateIndex(
                name: "ix_cleanup_runs_started_at",
                schema: "app",
                table: "cleanup_runs",
                column: "started_at");

            migrationBuilder.CreateIndex(
                name: "ix_receipts_at",
                schema: "app",
                table: "receipts",
                column: "at");

            migrationBuilder.CreateIndex(
                name: "ix_saved_copies_expires_at",
                schema: "app",
                table: "saved_copies",
                column: "expires_at",
                filter: "expires_at IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_storage_alerts_level",
                schema: "app",
                table: "storage_alerts",
                column: "level",
                unique: true,
                filter: "cleared_at IS NULL");

            foreach (var file in new[]
                {
                    "retention/open", "retention/seed", "retention/pick", "retention/resolve_policies", "retention/policy_of",
                    "retention/keep_resolved", "storage/ledger", "storage/segments", "storage/fill", "retention/conversations_guard",
                    "retention/messages_before_insert", "retention/messages_before_update", "retention/messages_after_delete",
                    "retention/prune_window", "retention/apply_window", "retention/due_at", "retention/remove_conversations",
                    "retention/sweep", "retention/clean", "retention/outlook", "retention/holds", "retention/audit_log", "retention/find_traces",
                    "retention/close", "retention/policies", "retention/indexes",
                })
            {
                migrationBuilder.Sql(SqlFile.Read(file));
            }
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(SqlFile.Read("down/retention"));

            migrationBuilder.AddColumn<bool>(
                name: "window_waits_for_summary",
                schema: "app",
                table: "retention_policies",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.Sql(SqlFile.Read("down/retention_policies"));

            migrationBuilder.DropTable(
                name: "audit_log",
                schema: "app");

            migrationBuilder.DropTable(
                name: "cleanup_runs",
                schema: "app");

            migrationBuilder.DropTable(
                name: "conversation_policies",
                schema: "app");

            migrationBuilder.DropTable(
                name: "export_jobs",
                schema: "app");

            migrationBuilder.DropTable(
                name: "holds",
                schema: "app");

            migrationBuilder.DropTable(
                name: "ledger_entries",
                schema: "app");

            migrationBuilder.DropTable(
                name: "notice_mails",
                schema: "app");

            migrationBuilder.DropTable(
                name: "receipts",
                schema: "app");

            migrationBuilder.DropTable(
                name: "resolved_policies",
                schema: "app");

            migrationBuilder.DropTable(
                name: "saved_copies",
                schema: "app");

            migrationBuilder.DropTable(
                name: "segments",
                schema: "app");

            migrationBuilder.DropTable(
                name: "storage_alerts",
                schema: "app");

            migrationBuilder.DropTable(
                name: "storage_snapshots",
                schema: "app");

            migrationBuilder.DropTable(
                name: "storage_status",
                schema: "app");

            migrationBuilder.DropTable(
                name: "sweep_layers",
                schema: "app");

            migrationBuilder.DropTable(
                name: "system_settings",
                schema: "app");

            migrationBuilder.DropTable(
                name: "usage",
                schema: "app");

            migrationBuilder.DropPrimaryKey(
                name: "pk_retention_policies",
                schema: "app",
                table: "retention_policies");

            migrationBuilder.DropCheckConstraint(
                name: "retention_policies_actions",
                schema: "app",
                table: "retention_policies");

            migrationBuilder.DropCheckConstraint(
                name: "retention_policies_days",
                schema: "app",
                table: "retention_policies");

            migrationBuilder.DropCheckConstraint(
                name: "retention_policies_quotas",
                schema: "app",
                table: "retention_policies");

            migrationBuilder.DropCheckConstraint(
                name: "retention_policies_scope",
                schema: "app",
                table: "retention_policies");

            migrationBuilder.DropCheckConstraint(
                name: "retention_policies_whole",
                schema: "app",
                table: "retention_policies");

            migrationBuilder.DropCheckConstraint(
                name: "retention_policies_window",
                schema: "app",
                table: "retention_policies");

            migrationBuilder.DropIndex(
                name: "ix_conversations_agent_id_active_at",
                schema: "app",
                table: "conversations");

            migrationBuilder.DropIndex(
                name: "ix_conversations_expires_at",
                schema: "app",
                table: "conversations");

            migrationBuilder.DropColumn(
                name: "closed_at",
                schema: "app",
                table: "users");

            migrationBuilder.DropColumn(
                name: "held",
                schema: "app",
                table: "users");

            migrationBuilder.DropColumn(
                name: "scope_id",
                schema: "app",
                table: "retention_policies");

            migrationBuilder.DropColumn(
                name: "allow_extend",
                schema: "app",
                table: "retention_policies");

            migrationBuilder.DropColumn(
                name: "allow_pin",
                schema: "app",
                table: "retention_policies");

            migrationBuilder.DropColumn(
                name: "archive_days",
                schema: "app",
                table: "retention_policies");

            migrationBuilder.DropColumn(
                name: "at_end",
                schema: "app",
                table: "retention_policies");

            migrationBuilder.DropColumn(
                name: "export_first",
                schema: "app",
                table: "retention_policies");

            migrationBuilder.DropColumn(
                name: "keep_memories",
                schema: "app",
                table: "retention_policies");

            migrationBuilder.DropColumn(
                name: "locked",
                schema: "app",
                table: "retention_policies");

            migrationBuilder.DropColumn(
                name: "notice_days",
                schema: "app",
                table: "retention_policies");

            migrationBuilder.DropColumn(
                name: "quota_hard_megabytes",
                schema: "app",
                table: "retention_policies");

            migrationBuilder.DropColumn(
                name: "quota_soft_megabytes",
                schema: "app",
                table: "retention_policies");

            migrationBuilder.DropColumn(
                name: "trash_days",
                schema: "app",
                table: "retention_policies");

            migrationBuilder.DropColumn(
                name: "ttl_days",
                schema: "app",
                table: "retention_policies");

            migrationBuilder.DropColumn(
                name: "updated_by",
                schema: "app",
                table: "retention_policies");

            migrationBuilder.DropColumn(
                name: "window_action",
                schema: "app",
                table: "retention_policies");

            migrationBuilder.DropColumn(
                name: "bytes",
                schema: "app",
                table: "messages");

            migrationBuilder.DropColumn(
                name: "pinned",
                schema: "app",
                table: "messages");

            migrationBuilder.DropColumn(
                name: "archived_at",
                schema: "app",
                table: "conversations");

            migrationBuilder.DropColumn(
                name: "bytes",
                schema: "app",
                table: "conversations");

            migrationBuilder.DropColumn(
                name: "deleted_at",
                schema: "app",
                table: "conversations");

            migrationBuilder.DropColumn(
                name: "ending",
                schema: "app",
                table: "conversations");

            migrationBuilder.DropColumn(
                name: "expires_at",
                schema: "app",
                table: "conversations");

            migrationBuilder.DropColumn(
                name: "has_policy",
                schema: "app",
                table: "conversations");

            migrationBuilder.DropColumn(
                name: "held",
                schema: "app",
                table: "conversations");

            migrationBuilder.DropColumn(
                name: "kept_until",
                schema: "app",
                table: "conversations");

            migrationBuilder.DropColumn(
                name: "noticed_at",
                schema: "app",
                table: "conversations");

            migrationBuilder.DropColumn(
                name: "packed_seq",
                schema: "app",
                table: "conversations");

            migrationBuilder.DropColumn(
                name: "pinned_at",
                schema: "app",
                table: "conversations");

            migrationBuilder.DropColumn(
                name: "pinned_count",
                schema: "app",
                table: "conversations");

            migrationBuilder.AlterColumn<int>(
                name: "max_tool_call_size",
                schema: "app",
                table: "retention_policies",
                type: "integer",
                nullable: false,
                oldClrType: typeof(int),
                oldType: "integer",
                oldNullable: true);

            migrationBuilder.AlterColumn<int>(
                name: "max_message_length",
                schema: "app",
                table: "retention_policies",
                type: "integer",
                nullable: false,
                oldClrType: typeof(int),
                oldType: "integer",
                oldNullable: true);

            migrationBuilder.AddPrimaryKey(
                name: "pk_retention_policies",
                schema: "app",
                table: "retention_policies",
                column: "scope");

            migrationBuilder.AddCheckConstraint(
                name: "retention_policies_scope",
                schema: "app",
                table: "retention_policies",
                sql: "scope = 'system'");

            migrationBuilder.AddCheckConstraint(
                name: "retention_policies_window",
                schema: "app",
                table: "retention_policies",
                sql: "window_messages >= 2");

            migrationBuilder.CreateIndex(
                name: "ix_conversations_agent_id",
                schema: "app",
                table: "conversations",
                column: "agent_id");

            foreach (var file in new[]
                {
                    "functions/prune_window", "functions/apply_window", "triggers/conversations_guard", "triggers/messages_before_insert",
                    "triggers/messages_before_update", "triggers/messages_after_delete",
                })
            {
                migrationBuilder.Sql(SqlFile.Read(file));
            }
        }
    }
}
