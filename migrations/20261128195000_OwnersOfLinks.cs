using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace ConversationMemory.Migrations
{
    /// <inheritdoc />
    public partial class OwnersOfLinks : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_share_links_token_hash",
                schema: "app",
                table: "share_links");

            migrationBuilder.AlterColumn<int>(
                name: "seq",
                schema: "app",
                table: "messages",
                type: "integer",
                nullable: false,
                oldClrType: typeof(int),
                oldType: "integer")
                .OldAnnotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn);

            migrationBuilder.CreateIndex(
                name: "ix_share_links_owner_id_token_hash",
                schema: "app",
                table: "share_links",
                columns: new[] { "owner_id", "token_hash" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_share_links_token_hash",
                schema: "app",
                table: "share_links",
                column: "token_hash");

            // Became a part of protect_rows.
            migrationBuilder.Sql("DROP PROCEDURE IF EXISTS app.admit_guests");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_share_links_owner_id_token_hash",
                schema: "app",
                table: "share_links");

            migrationBuilder.DropIndex(
                name: "ix_share_links_token_hash",
                schema: "app",
                table: "share_links");

            migrationBuilder.AlterColumn<int>(
                name: "seq",
                schema: "app",
                table: "messages",
                type: "integer",
                nullable: false,
                oldClrType: typeof(int),
                oldType: "integer")
                .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn);

            migrationBuilder.CreateIndex(
                name: "ix_share_links_token_hash",
                schema: "app",
                table: "share_links",
                column: "token_hash",
                unique: true);
        }
    }
}
