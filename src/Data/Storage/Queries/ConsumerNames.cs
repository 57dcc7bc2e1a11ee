using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace ConversationMemory.Data.Storage.Queries;

public sealed record ConsumerName(Guid Id, string Name);

/// <summary>What people and agents are called, for admins. Those that are gone are left out.</summary>
public static class ConsumerNames
{
    /// <returns>Emails of people and names of agents, by id.</returns>
    public static Task<Dictionary<Guid, string>> RunAsync(
        AdminDbContext db, IEnumerable<Guid> people, IEnumerable<Guid> agents, CancellationToken ct) =>
        db.Database.SqlQueryRaw<ConsumerName>(
            Sql.Read("Storage/Queries/ConsumerNames"),
            new NpgsqlParameter("people", people.ToArray()),
            new NpgsqlParameter("agents", agents.ToArray())).ToDictionaryAsync(holder => holder.Id, holder => holder.Name, ct);
}
