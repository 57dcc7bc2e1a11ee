using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ConversationMemory.Migrations
{
    /// <inheritdoc />
    public partial class CountersByKey : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(SqlFile.Read("counters/messages_after_delete"));

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(SqlFile.Read("retention/messages_after_delete"));
    }
}
