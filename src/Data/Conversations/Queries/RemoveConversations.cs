using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using NpgsqlTypes;

namespace ConversationMemory.Data.Conversations.Queries;

/// <summary>Removes conversations of one person that are in the trash for good, and leaves the receipt.</summary>
public static class RemoveConversations
{
    /// <summary>Runs within the transaction of <paramref name="db"/>; those on hold stay.</summary>
    /// <param name="cause">As in the receipt.</param>
    /// <param name="layer">Who does it, as in the receipt.</param>
    /// <param name="rule">JSON for the receipt.</param>
    /// <returns>How many were removed.</returns>
    public static async Task<int> RunAsync(
        AppDbContext db, Guid owner, IReadOnlyCollection<Guid> ids, string cause, string layer, string rule, CancellationToken ct)
    {
        await using DbCommand command = db.Database.GetDbConnection().CreateCommand();
        command.Transaction = db.Database.CurrentTransaction?.GetDbTransaction();
        command.CommandText = Sql.Read("Conversations/Queries/RemoveConversations");
        command.Parameters.Add(new NpgsqlParameter("owner", owner));
        command.Parameters.Add(new NpgsqlParameter("ids", ids.ToArray()));
        command.Parameters.Add(new NpgsqlParameter("cause", cause));
        command.Parameters.Add(new NpgsqlParameter("layer", layer));
        command.Parameters.Add(new NpgsqlParameter("rule", NpgsqlDbType.Jsonb) { Value = rule });
        return (int)(await command.ExecuteScalarAsync(ct))!;
    }
}
