using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ConversationMemory.Migrations
{
    /// <inheritdoc />
    public partial class AgentVersions : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "version",
                schema: "app",
                table: "agents",
                type: "integer",
                nullable: false,
                defaultValue: 1);

            migrationBuilder.CreateTable(
                name: "agent_versions",
                schema: "app",
                columns: table => new
                {
                    agent_id = table.Column<Guid>(type: "uuid", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false),
                    settings = table.Column<string>(type: "jsonb", nullable: false),
                    created_by = table.Column<Guid>(type: "uuid", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "now()")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_agent_versions", x => new { x.agent_id, x.version });
                    table.CheckConstraint("agent_versions_version", "version >= 1");
                    table.ForeignKey(
                        name: "fk_agent_versions_agents_agent_id",
                        column: x => x.agent_id,
                        principalSchema: "app",
                        principalTable: "agents",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.Sql(SqlFile.Read("agents/agent_versions"));
            migrationBuilder.Sql(SqlFile.Read("agents/first_versions"));
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "agent_versions",
                schema: "app");

            migrationBuilder.DropColumn(
                name: "version",
                schema: "app",
                table: "agents");
        }
    }
}
