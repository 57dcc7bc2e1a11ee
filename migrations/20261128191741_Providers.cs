using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ConversationMemory.Migrations
{
    /// <inheritdoc />
    public partial class Providers : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<Guid>(
                name: "provider_id",
                schema: "app",
                table: "agents",
                type: "uuid",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "providers",
                schema: "app",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    organisation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    kind = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: false),
                    endpoint = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: false),
                    protected_key = table.Column<string>(type: "text", nullable: true),
                    protected_headers = table.Column<string>(type: "text", nullable: true),
                    models = table.Column<string>(type: "jsonb", nullable: false, defaultValueSql: "'[]'"),
                    stream_timeout_seconds = table.Column<int>(type: "integer", nullable: false),
                    enabled = table.Column<bool>(type: "boolean", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "now()"),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "now()")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_providers", x => x.id);
                    table.CheckConstraint("providers_endpoint", "endpoint ~ '^https?://'");
                    table.CheckConstraint("providers_name", "name !~ '^\\s*$'");
                    table.CheckConstraint("providers_stream_timeout_seconds", "stream_timeout_seconds BETWEEN 1 AND 3600");
                    table.ForeignKey(
                        name: "fk_providers_organisations_organisation_id",
                        column: x => x.organisation_id,
                        principalSchema: "app",
                        principalTable: "organisations",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_providers_organisation_id_name",
                schema: "app",
                table: "providers",
                columns: new[] { "organisation_id", "name" },
                unique: true);

            migrationBuilder.AddForeignKey(
                name: "fk_agents_providers_provider_id",
                schema: "app",
                table: "agents",
                column: "provider_id",
                principalSchema: "app",
                principalTable: "providers",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "fk_agents_providers_provider_id",
                schema: "app",
                table: "agents");

            migrationBuilder.DropTable(
                name: "providers",
                schema: "app");

            migrationBuilder.DropColumn(
                name: "provider_id",
                schema: "app",
                table: "agents");
        }
    }
}
