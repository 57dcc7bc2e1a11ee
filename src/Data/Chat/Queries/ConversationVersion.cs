using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace ConversationMemory.Data.Chat.Queries;

/// <param name="AgentId">Who answers in the conversation.</param>
/// <param name="Version">Another one whenever its page shows something else; sometimes also when it does not.</param>
public sealed record ConversationVersion(Guid AgentId, string Version)
{
    /// <param name="db">Within a transaction, whose identity decides what is seen.</param>
    /// <param name="id">A live conversation.</param>
    /// <param name="ct">Ends the query.</param>
    /// <returns>Null: no such conversation, or not this person's.</returns>
    public static async Task<ConversationVersion?> FindAsync(AppDbContext db, Guid id, CancellationToken ct) =>
        (await db.Database.SqlQueryRaw<ConversationVersion>(
            Sql.Read("Chat/Queries/ConversationVersion"), new NpgsqlParameter("owner", db.CurrentUser.RequiredId), new NpgsqlParameter("id", id)).ToListAsync(ct))
            .SingleOrDefault();
}
