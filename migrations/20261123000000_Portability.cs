using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ConversationMemory.Migrations
{
    /// <inheritdoc />
    public partial class Portability : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<bool>(
                name: "allows_exports",
                schema: "app",
                table: "organisations",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<byte[]>(
                name: "terms",
                schema: "app",
                table: "segments",
                type: "bytea",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "author_id",
                schema: "app",
                table: "messages",
                type: "uuid",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "conversation_members",
                schema: "app",
                columns: table => new
                {
                    owner_id = table.Column<Guid>(type: "uuid", nullable: false),
                    conversation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    role = table.Column<string>(type: "text", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "now()")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_conversation_members", x => new { x.owner_id, x.conversation_id, x.user_id });
                    table.CheckConstraint("conversation_members_other", "user_id <> owner_id");
                    table.ForeignKey(
                        name: "fk_conversation_members_conversations_owner_id_conversation_id",
                        columns: x => new { x.owner_id, x.conversation_id },
                        principalSchema: "app",
                        principalTable: "conversations",
                        principalColumns: new[] { "owner_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_conversation_members_users_user_id",
                        column: x => x.user_id,
                        principalSchema: "app",
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "exports",
                schema: "app",
                columns: table => new
                {
                    owner_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    request = table.Column<string>(type: "jsonb", nullable: false),
                    state = table.Column<string>(type: "text", nullable: false),
                    total = table.Column<int>(type: "integer", nullable: true),
                    done = table.Column<int>(type: "integer", nullable: false),
                    place = table.Column<string>(type: "jsonb", nullable: true),
                    file_id = table.Column<Guid>(type: "uuid", nullable: true),
                    error = table.Column<string>(type: "text", nullable: true),
                    attempts = table.Column<int>(type: "integer", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "now()"),
                    heartbeat_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    finished_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_exports", x => new { x.owner_id, x.id });
                    table.ForeignKey(
                        name: "fk_exports_users_owner_id",
                        column: x => x.owner_id,
                        principalSchema: "app",
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "imported_conversations",
                schema: "app",
                columns: table => new
                {
                    owner_id = table.Column<Guid>(type: "uuid", nullable: false),
                    conversation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    import_id = table.Column<Guid>(type: "uuid", nullable: false),
                    source_key = table.Column<byte[]>(type: "bytea", nullable: false),
                    last_seq = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_imported_conversations", x => new { x.owner_id, x.conversation_id });
                    table.ForeignKey(
                        name: "fk_imported_conversations_conversations_owner_id_conversation_~",
                        columns: x => new { x.owner_id, x.conversation_id },
                        principalSchema: "app",
                        principalTable: "conversations",
                        principalColumns: new[] { "owner_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "imports",
                schema: "app",
                columns: table => new
                {
                    owner_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    file_name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    format = table.Column<string>(type: "text", nullable: true),
                    state = table.Column<string>(type: "text", nullable: false),
                    options = table.Column<string>(type: "jsonb", nullable: false, defaultValueSql: "'{}'"),
                    report = table.Column<string>(type: "jsonb", nullable: false, defaultValueSql: "'{}'"),
                    file_id = table.Column<Guid>(type: "uuid", nullable: true),
                    done = table.Column<int>(type: "integer", nullable: false),
                    total = table.Column<int>(type: "integer", nullable: true),
                    error = table.Column<string>(type: "text", nullable: true),
                    attempts = table.Column<int>(type: "integer", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "now()"),
                    heartbeat_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    finished_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_imports", x => new { x.owner_id, x.id });
                    table.ForeignKey(
                        name: "fk_imports_users_owner_id",
                        column: x => x.owner_id,
                        principalSchema: "app",
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "saved_searches",
                schema: "app",
                columns: table => new
                {
                    owner_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    query = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "now()")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_saved_searches", x => new { x.owner_id, x.id });
                    table.ForeignKey(
                        name: "fk_saved_searches_users_owner_id",
                        column: x => x.owner_id,
                        principalSchema: "app",
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "share_links",
                schema: "app",
                columns: table => new
                {
                    owner_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    conversation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    token_hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    token_protected = table.Column<string>(type: "text", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    title = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    from_seq = table.Column<int>(type: "integer", nullable: false),
                    through_seq = table.Column<int>(type: "integer", nullable: true),
                    with_tools = table.Column<bool>(type: "boolean", nullable: false),
                    data = table.Column<byte[]>(type: "bytea", nullable: true),
                    passphrase_hash = table.Column<string>(type: "text", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "now()"),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    revoked_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    views = table.Column<int>(type: "integer", nullable: false, defaultValueSql: "0"),
                    viewed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_share_links", x => new { x.owner_id, x.id });
                    table.CheckConstraint("share_links_data", "(kind = 'snapshot') = (data IS NOT NULL)");
                    table.ForeignKey(
                        name: "fk_share_links_conversations_owner_id_conversation_id",
                        columns: x => new { x.owner_id, x.conversation_id },
                        principalSchema: "app",
                        principalTable: "conversations",
                        principalColumns: new[] { "owner_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "stored_files",
                schema: "app",
                columns: table => new
                {
                    owner_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    content_type = table.Column<string>(type: "text", nullable: false),
                    length = table.Column<long>(type: "bigint", nullable: false),
                    complete = table.Column<bool>(type: "boolean", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "now()"),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_stored_files", x => new { x.owner_id, x.id });
                    table.ForeignKey(
                        name: "fk_stored_files_users_owner_id",
                        column: x => x.owner_id,
                        principalSchema: "app",
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "templates",
                schema: "app",
                columns: table => new
                {
                    owner_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    organisation_id = table.Column<Guid>(type: "uuid", nullable: true),
                    name = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    description = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: false),
                    agent_id = table.Column<Guid>(type: "uuid", nullable: false),
                    messages = table.Column<string>(type: "jsonb", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "now()"),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "now()")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_templates", x => new { x.owner_id, x.id });
                    table.ForeignKey(
                        name: "fk_templates_agents_agent_id",
                        column: x => x.agent_id,
                        principalSchema: "app",
                        principalTable: "agents",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_templates_organisations_organisation_id",
                        column: x => x.organisation_id,
                        principalSchema: "app",
                        principalTable: "organisations",
                        principalColumn: "id");
                    table.ForeignKey(
                        name: "fk_templates_users_owner_id",
                        column: x => x.owner_id,
                        principalSchema: "app",
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "import_entries",
                schema: "app",
                columns: table => new
                {
                    owner_id = table.Column<Guid>(type: "uuid", nullable: false),
                    import_id = table.Column<Guid>(type: "uuid", nullable: false),
                    position = table.Column<int>(type: "integer", nullable: false),
                    source_key = table.Column<byte[]>(type: "bytea", nullable: true),
                    title = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    messages = table.Column<int>(type: "integer", nullable: false),
                    branches = table.Column<int>(type: "integer", nullable: false),
                    first_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    last_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    outcome = table.Column<string>(type: "text", nullable: false),
                    note = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_import_entries", x => new { x.owner_id, x.import_id, x.position });
                    table.ForeignKey(
                        name: "fk_import_entries_imports_owner_id_import_id",
                        columns: x => new { x.owner_id, x.import_id },
                        principalSchema: "app",
                        principalTable: "imports",
                        principalColumns: new[] { "owner_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "stored_file_parts",
                schema: "app",
                columns: table => new
                {
                    owner_id = table.Column<Guid>(type: "uuid", nullable: false),
                    file_id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    offset = table.Column<long>(type: "bigint", nullable: false),
                    data = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_stored_file_parts", x => new { x.owner_id, x.file_id, x.number });
                    table.ForeignKey(
                        name: "fk_stored_file_parts_stored_files_owner_id_file_id",
                        columns: x => new { x.owner_id, x.file_id },
                        principalSchema: "app",
                        principalTable: "stored_files",
                        principalColumns: new[] { "owner_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_conversation_members_user_id",
                schema: "app",
                table: "conversation_members",
                column: "user_id");

            migrationBuilder.CreateIndex(
                name: "ix_exports_created_at",
                schema: "app",
                table: "exports",
                column: "created_at",
                filter: "state IN ('queued', 'running')");

            migrationBuilder.CreateIndex(
                name: "ix_imported_conversations_owner_id_import_id",
                schema: "app",
                table: "imported_conversations",
                columns: new[] { "owner_id", "import_id" });

            migrationBuilder.CreateIndex(
                name: "ix_imported_conversations_owner_id_source_key",
                schema: "app",
                table: "imported_conversations",
                columns: new[] { "owner_id", "source_key" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_imports_created_at",
                schema: "app",
                table: "imports",
                column: "created_at",
                filter: "state IN ('reading', 'importing', 'undoing')");

            migrationBuilder.CreateIndex(
                name: "ix_saved_searches_owner_id_name",
                schema: "app",
                table: "saved_searches",
                columns: new[] { "owner_id", "name" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_share_links_owner_id_conversation_id",
                schema: "app",
                table: "share_links",
                columns: new[] { "owner_id", "conversation_id" });

            migrationBuilder.CreateIndex(
                name: "ix_share_links_token_hash",
                schema: "app",
                table: "share_links",
                column: "token_hash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_stored_files_expires_at",
                schema: "app",
                table: "stored_files",
                column: "expires_at");

            migrationBuilder.CreateIndex(
                name: "ix_templates_organisation_id",
                schema: "app",
                table: "templates",
                column: "organisation_id",
                filter: "organisation_id IS NOT NULL");

            foreach (var file in new[]
                {
                    "portability/guests", "portability/segments", "portability/remove_conversations", "portability/sweep_beside_insert",
                    "portability/policies", "portability/indexes", "portability/archive_outlook",
                    "portability/messages_before_update",
                })
            {
                migrationBuilder.Sql(SqlFile.Read(file));
            }
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(SqlFile.Read("down/portability"));

            migrationBuilder.DropTable(
                name: "conversation_members",
                schema: "app");

            migrationBuilder.DropTable(
                name: "exports",
                schema: "app");

            migrationBuilder.DropTable(
                name: "import_entries",
                schema: "app");

            migrationBuilder.DropTable(
                name: "imported_conversations",
                schema: "app");

            migrationBuilder.DropTable(
                name: "saved_searches",
                schema: "app");

            migrationBuilder.DropTable(
                name: "share_links",
                schema: "app");

            migrationBuilder.DropTable(
                name: "stored_file_parts",
                schema: "app");

            migrationBuilder.DropTable(
                name: "templates",
                schema: "app");

            migrationBuilder.DropTable(
                name: "imports",
                schema: "app");

            migrationBuilder.DropTable(
                name: "stored_files",
                schema: "app");

            migrationBuilder.DropColumn(
                name: "allows_exports",
                schema: "app",
                table: "organisations");

            migrationBuilder.DropColumn(
                name: "terms",
                schema: "app",
                table: "segments");

            migrationBuilder.DropColumn(
                name: "author_id",
                schema: "app",
                table: "messages");

            foreach (var file in new[] { "down/portability_guests", "functions/protect_rows", "retention/remove_conversations", "retention/messages_before_update" })
            {
                migrationBuilder.Sql(SqlFile.Read(file));
            }
        }
    }
}
