using ConversationMemory.Data;
using ConversationMemory.Data.RowSecurity;
using ConversationMemory.Tests.E2E.Fixtures;
using ConversationMemory.Tests.Unit.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace ConversationMemory.Tests.E2E.Database;

/// <summary>What EF and Npgsql themselves log of a statement that fails.</summary>
public sealed class LogTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    [Fact]
    public async Task Failing_statement_is_logged_without_its_literals_values_and_message()
    {
        using var log = new ScrubbedLog();
        using var factory = LoggerFactory.Create(logs => logs.SetMinimumLevel(LogLevel.Trace).AddProvider(log));
        await using var source = new NpgsqlDataSourceBuilder(database.Connections.App).UseLoggerFactory(factory).Build();
        await using var db = new AppDbContext(
            new DbContextOptionsBuilder<AppDbContext>().UseNpgsql(source).UseLoggerFactory(factory).EnableSensitiveDataLogging().Options, new CurrentUser());
        await using var transaction = await db.Database.BeginTransactionAsync();
        await Assert.ThrowsAsync<PostgresException>(() => db.Database.ExecuteSqlAsync($"SELECT {"marked value"}::int, 'marked literal'"));
        await Assert.ThrowsAnyAsync<Exception>(() => db.Messages.Where(m => m.Content == "marked text").ToListAsync());

        Assert.Contains("Microsoft.EntityFrameworkCore.Database.Command", log.Text, StringComparison.Ordinal);
        Assert.Contains("SQL state 25P02", log.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("marked", log.Text, StringComparison.OrdinalIgnoreCase);
    }
}
