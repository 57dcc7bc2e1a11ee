using ConversationMemory.Data;
using ConversationMemory.Tests.E2E.Fixtures;
using Npgsql;

namespace ConversationMemory.Tests.E2E.Database;

public sealed class AuditLogTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    [Theory]
    [InlineData(Schema.AppRole)]
    [InlineData(Schema.MaintenanceRole)]
    [InlineData(Schema.OwnerRole)]
    public async Task No_role_of_the_app_changes_or_removes_an_entry(string role)
    {
        await database.RunAsync("INSERT INTO app.audit_log (action) VALUES ('policy.changed')");
        var before = await database.ReadAsync<long>("SELECT count(*) FROM app.audit_log WHERE action = 'policy.changed'");
        foreach (var attempt in new[]
        {
            "UPDATE app.audit_log SET action = 'nothing'", "DELETE FROM app.audit_log", "TRUNCATE app.audit_log",
            "INSERT INTO app.audit_log (id, action) OVERRIDING SYSTEM VALUE VALUES (1, 'nothing') ON CONFLICT (id) DO UPDATE SET action = 'nothing'",
        })
        {
            var refused = await Assert.ThrowsAsync<PostgresException>(() => RunAsAsync(role, attempt));
            Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
        }

        Assert.Equal(before, await database.ReadAsync<long>("SELECT count(*) FROM app.audit_log WHERE action = 'policy.changed'"));
    }

    [Fact]
    public async Task Web_role_can_neither_write_nor_read_it()
    {
        foreach (var attempt in new[] { "INSERT INTO app.audit_log (action) VALUES ('x')", "SELECT * FROM app.audit_log" })
        {
            var refused = await Assert.ThrowsAsync<PostgresException>(() => RunAsAsync(Schema.AppRole, attempt));
            Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
        }
    }

    private async Task RunAsAsync(string role, string sql)
    {
        await using var connection = new NpgsqlConnection(database.Connections.Setup);
        await connection.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using var become = new NpgsqlCommand($"SET LOCAL ROLE {role}", connection, transaction);
        await become.ExecuteNonQueryAsync();
        await using var command = new NpgsqlCommand(sql, connection, transaction);
        await command.ExecuteNonQueryAsync();
    }
}
