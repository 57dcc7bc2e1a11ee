using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ConversationMemory.Migrations
{
    /// <inheritdoc />
    public partial class KeyScopes : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_api_keys_hash",
                schema: "app",
                table: "api_keys");

            migrationBuilder.AlterColumn<string>(
                name: "prefix",
                schema: "app",
                table: "api_keys",
                type: "character varying(48)",
                maxLength: 48,
                nullable: false,
                oldClrType: typeof(string),
                oldType: "character varying(16)",
                oldMaxLength: 16);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "expires_at",
                schema: "app",
                table: "api_keys",
                type: "timestamp with time zone",
                nullable: true);

            // Keys that were made before keep what they could do.
            migrationBuilder.AddColumn<string[]>(
                name: "scopes",
                schema: "app",
                table: "api_keys",
                type: "text[]",
                nullable: false,
                defaultValueSql: "'{read,write,chat,memory,admin}'");

            migrationBuilder.AlterColumn<string[]>(
                name: "scopes",
                schema: "app",
                table: "api_keys",
                type: "text[]",
                nullable: false,
                defaultValueSql: "'{read}'");

            migrationBuilder.CreateIndex(
                name: "ix_api_keys_hash",
                schema: "app",
                table: "api_keys",
                column: "hash");

            migrationBuilder.CreateIndex(
                name: "ix_api_keys_owner_id_hash",
                schema: "app",
                table: "api_keys",
                columns: new[] { "owner_id", "hash" },
                unique: true);

            migrationBuilder.AddCheckConstraint(
                name: "api_keys_scopes",
                schema: "app",
                table: "api_keys",
                sql: "cardinality(scopes) > 0 AND scopes <@ '{read,write,chat,memory,admin}'::text[]");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(SqlFile.Read("once/key_scopes_back"));

            migrationBuilder.DropIndex(
                name: "ix_api_keys_hash",
                schema: "app",
                table: "api_keys");

            migrationBuilder.DropIndex(
                name: "ix_api_keys_owner_id_hash",
                schema: "app",
                table: "api_keys");

            migrationBuilder.DropCheckConstraint(
                name: "api_keys_scopes",
                schema: "app",
                table: "api_keys");

            migrationBuilder.DropColumn(
                name: "expires_at",
                schema: "app",
                table: "api_keys");

            migrationBuilder.DropColumn(
                name: "scopes",
                schema: "app",
                table: "api_keys");

            migrationBuilder.AlterColumn<string>(
                name: "prefix",
                schema: "app",
                table: "api_keys",
                type: "character varying(16)",
                maxLength: 16,
                nullable: false,
                oldClrType: typeof(string),
                oldType: "character varying(48)",
                oldMaxLength: 48);

            migrationBuilder.CreateIndex(
                name: "ix_api_keys_hash",
                schema: "app",
                table: "api_keys",
                column: "hash",
                unique: true);
        }
    }
}
