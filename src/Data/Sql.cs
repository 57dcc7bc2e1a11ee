using System.Collections.Concurrent;
using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using NpgsqlTypes;

namespace ConversationMemory.Data;

/// <summary>The statements that are SQL rather than LINQ; each file lies beside the class that runs it.</summary>
internal static class Sql
{
    private static readonly ConcurrentDictionary<string, string> Files = new();
    private static readonly ConcurrentDictionary<string, string> Formats = new();

    private static readonly Dictionary<Type, NpgsqlDbType> Types = new()
    {
        [typeof(bool)] = NpgsqlDbType.Boolean,
        [typeof(int)] = NpgsqlDbType.Integer,
        [typeof(long)] = NpgsqlDbType.Bigint,
        [typeof(double)] = NpgsqlDbType.Double,
        [typeof(string)] = NpgsqlDbType.Text,
        [typeof(Guid)] = NpgsqlDbType.Uuid,
        [typeof(byte[])] = NpgsqlDbType.Bytea,
        [typeof(DateOnly)] = NpgsqlDbType.Date,
        [typeof(DateTimeOffset)] = NpgsqlDbType.TimestampTz,
    };

    /// <param name="name">The path below <c>src/Data</c> without ending, such as <c>Chat/Queries/AbandonedReplies</c>.</param>
    public static string Read(string name) => Files.GetOrAdd(name, static name =>
    {
        using var stream = typeof(Sql).Assembly.GetManifestResourceStream(name + ".sql")
            ?? throw new FileNotFoundException("No such SQL file in src/Data.", name);
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    });

    /// <summary>Every row of a statement's answer, its columns by the names of <typeparamref name="T"/>'s properties; of a single value, <c>"Value"</c>.</summary>
    /// <param name="name">As for <see cref="Read"/>.</param>
    /// <param name="values">An object whose properties are the statement's parameters; a property's type gives the parameter's, null or not.</param>
    public static Task<List<T>> QueryAsync<T>(this DbContext db, string name, object? values, CancellationToken ct) =>
        db.Database.SqlQueryRaw<T>(Format(name), [.. Parameters(values)]).ToListAsync(ct);

    /// <inheritdoc cref="QueryAsync{T}(DbContext, string, object, CancellationToken)"/>
    public static async Task<List<T>> QueryAsync<T>(this MaintenanceDataSource database, string name, object? values, CancellationToken ct)
    {
        await using var db = database.Context();
        return await db.QueryAsync<T>(name, values, ct);
    }

    /// <summary>The first row's value.</summary>
    /// <inheritdoc cref="QueryAsync{T}(DbContext, string, object, CancellationToken)"/>
    public static async Task<T> ValueAsync<T>(this DbContext db, string name, object? values, CancellationToken ct) =>
        (await db.QueryAsync<T>(name, values, ct))[0];

    /// <inheritdoc cref="ValueAsync{T}(DbContext, string, object, CancellationToken)"/>
    public static async Task<T> ValueAsync<T>(this MaintenanceDataSource database, string name, object? values, CancellationToken ct) =>
        (await database.QueryAsync<T>(name, values, ct))[0];

    /// <returns>How many rows were changed.</returns>
    /// <inheritdoc cref="QueryAsync{T}(DbContext, string, object, CancellationToken)"/>
    public static Task<int> ExecuteAsync(this DbContext db, string name, object? values, CancellationToken ct) =>
        db.Database.ExecuteSqlRawAsync(Format(name), Parameters(values), ct);

    /// <inheritdoc cref="ExecuteAsync(DbContext, string, object, CancellationToken)"/>
    public static async Task<int> ExecuteAsync(this MaintenanceDataSource database, string name, object? values, CancellationToken ct)
    {
        await using var db = database.Context();
        return await db.ExecuteAsync(name, values, ct);
    }

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

    // EF takes a statement for a format string; the braces in these are those of JSON and arrays.
    private static string Format(string name) => Formats.GetOrAdd(name, static name =>
        Read(name).Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal));

    private static IEnumerable<NpgsqlParameter> Parameters(object? values) =>
        values?.GetType().GetProperties().Select(property => Parameter(property, property.GetValue(values))) ?? [];

    private static NpgsqlParameter Parameter(PropertyInfo property, object? value) => new(property.Name, TypeOf(property.PropertyType))
    {
        Value = value switch
        {
            null => DBNull.Value,
            DateTimeOffset time => time.ToUniversalTime(),
            _ => value,
        },
    };

    private static NpgsqlDbType TypeOf(Type type) =>
        Types.TryGetValue(Nullable.GetUnderlyingType(type) ?? type, out var known) ? known
        : type.GetElementType() is { } element ? NpgsqlDbType.Array | TypeOf(element)
        : throw new NotSupportedException($"No parameter of a statement is a {type.Name}.");
}
