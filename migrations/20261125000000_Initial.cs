using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ConversationMemory.Migrations
{
    /// <summary>
    /// The tables, and the rows an empty database begins with. Its statements are in files and not generated, because it stands for four migrations and
    /// gives exactly what they gave. There is no way down: without it nothing is left.
    /// </summary>
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.EnsureSchema(name: "app");
            migrationBuilder.Sql(SqlFile.Read("once/initial_tables"));
            migrationBuilder.Sql(SqlFile.Read("once/initial_rows"));
        }
    }
}
