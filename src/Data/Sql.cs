using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace ConversationMemory.Data;

/// <summary>The statements that are SQL rather than LINQ; each file lies beside the class that runs it.</summary>
internal static class Sql
{
    private static readonly ConcurrentDictionary<string, string> Files = new();

    /// <param name="name">The path below <c>src/Data</c> without ending, such as <c>Chat/Queries/AbandonedReplies</c>.</param>
    public static string Read(string name) => Files.GetOrAdd(name, static name =>
    {
        using var stream = typeof(Sql).Assembly.GetManifestResourceStream(name + ".sql")
            ?? throw new FileNotFoundException("No such SQL file in src/Data.", name);
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    });

    /// <summary>The statement within the transaction that the context has open.</summary>
    public static NpgsqlCommand Within(DbContext db, string name)
    {
        var transaction = db.Database.CurrentTransaction ?? throw new InvalidOperationException("Begin a transaction first.");
        return new NpgsqlCommand(
            Read(name), (NpgsqlConnection)db.Database.GetDbConnection(), (NpgsqlTransaction)transaction.GetDbTransaction());
    }

    /// <summary>Every row of the answer.</summary>
    public static async Task<IReadOnlyList<T>> ListAsync<T>(this NpgsqlCommand command, Func<NpgsqlDataReader, T> read, CancellationToken ct)
    {
        await using var reader = await command.ExecuteReaderAsync(ct);
        var rows = new List<T>();
        while (await reader.ReadAsync(ct)) rows.Add(read(reader));
        return rows;
    }

    /// <summary>The column's value, or null.</summary>
    public static T? Maybe<T>(this NpgsqlDataReader reader, int column)
        where T : struct => reader.IsDBNull(column) ? null : reader.GetFieldValue<T>(column);

    /// <summary>The column's text, or null.</summary>
    public static string? MaybeText(this NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);
}
