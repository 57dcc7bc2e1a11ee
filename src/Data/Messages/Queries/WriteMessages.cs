using Npgsql;
using NpgsqlTypes;

namespace ConversationMemory.Data.Messages.Queries;

/// <summary>Writes messages that have a seq, which EF cannot: there the database gives it. Nothing else writes such messages.</summary>
public static class WriteMessages
{
    private const int MostMessages = 500;

    private static readonly string Statement = Sql.Read("Messages/Queries/WriteMessages")
        .Replace("{columns}", string.Join(", ", MessageColumns.All.Select(column => column.Name)), StringComparison.Ordinal)
        .Replace("{values}", string.Join(", ", MessageColumns.All.Select(column => $"@{column.Name}")), StringComparison.Ordinal);

    /// <param name="connection">Within a transaction of somebody who holds the conversation's lock.</param>
    /// <param name="conversation">Whose it becomes, and of which conversation.</param>
    /// <param name="messages">Any number. None is pinned then: a pin counts, so it comes last.</param>
    /// <param name="ct">Ends it.</param>
    public static async Task RunAsync(
        NpgsqlConnection connection, (Guid OwnerId, Guid Id) conversation, IEnumerable<MessageRecord> messages, CancellationToken ct)
    {
        foreach (var part in messages.Select(message => message.Pinned ? message with { Pinned = false } : message).Chunk(MostMessages))
        {
            await using var command = new NpgsqlCommand(Statement, connection);
            command.Parameters.AddWithValue("owner", conversation.OwnerId);
            command.Parameters.AddWithValue("conversation", conversation.Id);
            foreach (var column in MessageColumns.All)
                command.Parameters.AddWithValue(column.Name, NpgsqlDbType.Array | TypeOf(column), Values(column, part));
            await command.ExecuteNonQueryAsync(ct);
        }
    }

    private static Array Values(MessageColumn column, MessageRecord[] messages)
    {
        var type = column.Type.IsEnum ? typeof(string) : column.Property.PropertyType;
        var values = Array.CreateInstance(type, messages.Length);
        for (var i = 0; i < messages.Length; i++) values.SetValue(ValueOf(column.Get(messages[i])), i);
        return values;
    }

    private static object? ValueOf(object? value) => value switch
    {
        Enum word => word.ToString().ToLowerInvariant(),
        DateTimeOffset time => time.ToUniversalTime(),
        _ => value,
    };

    private static NpgsqlDbType TypeOf(MessageColumn column) => Type.GetTypeCode(column.Type) switch
    {
        _ when column.IsJson => NpgsqlDbType.Jsonb,
        _ when column.Type.IsEnum => NpgsqlDbType.Text,
        TypeCode.String => NpgsqlDbType.Text,
        TypeCode.Int32 => NpgsqlDbType.Integer,
        TypeCode.Int64 => NpgsqlDbType.Bigint,
        TypeCode.Boolean => NpgsqlDbType.Boolean,
        TypeCode.Decimal => NpgsqlDbType.Numeric,
        _ when column.Type == typeof(Guid) => NpgsqlDbType.Uuid,
        _ when column.Type == typeof(DateTimeOffset) => NpgsqlDbType.TimestampTz,
        _ => throw new NotSupportedException($"Say here how the column {column.Name} is sent to the database."),
    };
}
