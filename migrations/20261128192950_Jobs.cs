using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ConversationMemory.Migrations
{
    /// <inheritdoc />
    public partial class Jobs : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_imports_created_at",
                schema: "app",
                table: "imports");

            migrationBuilder.DropIndex(
                name: "ix_exports_created_at",
                schema: "app",
                table: "exports");

            migrationBuilder.CreateTable(
                name: "jobs",
                schema: "app",
                columns: table => new
                {
                    owner_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false, defaultValueSql: "gen_random_uuid()"),
                    kind = table.Column<string>(type: "text", nullable: false),
                    subject = table.Column<Guid>(type: "uuid", nullable: false),
                    state = table.Column<string>(type: "text", nullable: false, defaultValue: "waiting"),
                    payload = table.Column<string>(type: "jsonb", nullable: true),
                    not_before = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "now()"),
                    attempts = table.Column<int>(type: "integer", nullable: false, defaultValue: 0),
                    locked_by = table.Column<string>(type: "text", nullable: true),
                    heartbeat_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    done = table.Column<int>(type: "integer", nullable: false, defaultValue: 0),
                    total = table.Column<int>(type: "integer", nullable: true),
                    error = table.Column<string>(type: "text", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "now()"),
                    started_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    finished_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_jobs", x => new { x.owner_id, x.id });
                    table.CheckConstraint("jobs_state", "state IN ('waiting', 'running', 'cancelled', 'dead')");
                });

            migrationBuilder.CreateIndex(
                name: "ix_jobs_heartbeat_at",
                schema: "app",
                table: "jobs",
                column: "heartbeat_at",
                filter: "state IN ('running', 'cancelled')");

            migrationBuilder.CreateIndex(
                name: "ix_jobs_owner_id_kind_subject",
                schema: "app",
                table: "jobs",
                columns: new[] { "owner_id", "kind", "subject" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "jobs_waiting",
                schema: "app",
                table: "jobs",
                columns: new[] { "owner_id", "kind", "not_before" },
                filter: "state = 'waiting'");

            migrationBuilder.Sql(SqlFile.Read("once/jobs_carry_over"));

            migrationBuilder.DropTable(
                name: "export_jobs",
                schema: "app");

            migrationBuilder.DropTable(
                name: "summary_jobs",
                schema: "app");

            migrationBuilder.DropColumn(
                name: "attempts",
                schema: "app",
                table: "imports");

            migrationBuilder.DropColumn(
                name: "heartbeat_at",
                schema: "app",
                table: "imports");

            migrationBuilder.DropColumn(
                name: "heartbeat_at",
                schema: "app",
                table: "exports");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {

            migrationBuilder.AddColumn<int>(
                name: "attempts",
                schema: "app",
                table: "imports",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "heartbeat_at",
                schema: "app",
                table: "imports",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "heartbeat_at",
                schema: "app",
                table: "exports",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "export_jobs",
                schema: "app",
                columns: table => new
                {
                    owner_id = table.Column<Guid>(type: "uuid", nullable: false),
                    conversation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    attempts = table.Column<int>(type: "integer", nullable: false),
                    not_before = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "now()"),
                    requested_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "now()")
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
                name: "summary_jobs",
                schema: "app",
                columns: table => new
                {
                    owner_id = table.Column<Guid>(type: "uuid", nullable: false),
                    conversation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    attempts = table.Column<int>(type: "integer", nullable: false),
                    not_before = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    requested_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_summary_jobs", x => new { x.owner_id, x.conversation_id });
                    table.ForeignKey(
                        name: "fk_summary_jobs_conversations_owner_id_conversation_id",
                        columns: x => new { x.owner_id, x.conversation_id },
                        principalSchema: "app",
                        principalTable: "conversations",
                        principalColumns: new[] { "owner_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_imports_created_at",
                schema: "app",
                table: "imports",
                column: "created_at",
                filter: "state IN ('reading', 'importing', 'undoing')");

            migrationBuilder.CreateIndex(
                name: "ix_exports_created_at",
                schema: "app",
                table: "exports",
                column: "created_at",
                filter: "state IN ('queued', 'running')");

            migrationBuilder.Sql(SqlFile.Read("once/jobs_back"));

            migrationBuilder.DropTable(
                name: "jobs",
                schema: "app");
        }
    }
}
