using System.Security.Cryptography;
using NpgsqlTypes;

namespace ConversationMemory.Data.Sharing.Queries;

/// <summary>A link that works, as a request without identity may know it.</summary>
/// <param name="PassphraseHash">Null: whoever has the address may read.</param>
public sealed record FoundLink(Guid OwnerId, Guid Id, Guid ConversationId, string? PassphraseHash);

public static class FindShareLink
{
    /// <param name="database">The maintenance role's connections.</param>
    /// <param name="owner">Whose link the token says it is; null: it is one from before tokens said so.</param>
    /// <param name="hash">SHA-256 of the token. The index compares hashes, so that its time tells nothing about a token.</param>
    /// <param name="ct">Ends the query.</param>
    /// <returns>Null: there is none, or it no longer works.</returns>
    public static async Task<FoundLink?> RunAsync(MaintenanceDataSource database, Guid? owner, byte[] hash, CancellationToken ct)
    {
        await using var command = database.Source.CreateCommand(Sql.Read("Sharing/Queries/FindShareLink"));
        command.Parameters.AddWithValue("owner", NpgsqlDbType.Uuid, (object?)owner ?? DBNull.Value);
        command.Parameters.AddWithValue("hash", hash);
        await using var reader = await command.ExecuteReaderAsync(ct);
        return await reader.ReadAsync(ct) && CryptographicOperations.FixedTimeEquals(reader.GetFieldValue<byte[]>(3), hash)
            ? new FoundLink(reader.GetGuid(0), reader.GetGuid(1), reader.GetGuid(2), reader.MaybeText(4))
            : null;
    }
}
