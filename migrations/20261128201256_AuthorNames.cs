using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ConversationMemory.Migrations
{
    /// <inheritdoc />
    public partial class AuthorNames : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "author_name",
                schema: "app",
                table: "messages",
                type: "text",
                nullable: true);

            migrationBuilder.AddCheckConstraint(
                name: "messages_author_name",
                schema: "app",
                table: "messages",
                sql: "author_name IS NULL OR (length(author_name) BETWEEN 1 AND 100 AND author_id IS NULL)");

            migrationBuilder.Sql(SqlFile.Read("messages/author_names"));
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(SqlFile.Read("messages/author_names_down"));

            migrationBuilder.DropCheckConstraint(
                name: "messages_author_name",
                schema: "app",
                table: "messages");

            migrationBuilder.DropColumn(
                name: "author_name",
                schema: "app",
                table: "messages");
        }
    }
}
