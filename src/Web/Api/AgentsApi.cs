using ConversationMemory.Data;
using ConversationMemory.Data.Accounts;
using ConversationMemory.Data.Agents;
using ConversationMemory.Web.Accounts;
using Microsoft.EntityFrameworkCore;

namespace ConversationMemory.Web.Api;

internal sealed record AgentsAnswer(IReadOnlyList<AgentAnswer> Agents);

/// <param name="Model">Null: the portal's default model.</param>
/// <param name="Tools">Names of the tools it may call.</param>
/// <param name="IsDefault">Answers where no agent is named.</param>
internal sealed record AgentAnswer(Guid Id, string Name, string Description, string? Model, IReadOnlyList<string> Tools, bool IsDefault);

internal static class AgentsApi
{
    public static void MapAgents(this RouteGroupBuilder api) => api.MapGet("/agents", ListAsync)
            .Needs(KeyScope.Read)
        .WithTags("Agents")
        .WithSummary("List the agents that take new conversations")
        .Produces<AgentsAnswer>();

    private static async Task<IResult> ListAsync(AppDbContext db, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var agents = await db.Agents
            .Where(a => a.RetiredAt == null)
            .OrderByDescending(a => a.Id == Agent.DefaultId).ThenBy(a => a.CreatedAt).ThenBy(a => a.Id)
            .Select(a => new { a.Id, a.Name, a.Description, a.Model, a.Tools })
            .ToListAsync(ct);
        return TypedResults.Ok(new AgentsAnswer(
            [.. agents.Select((a, place) => new AgentAnswer(a.Id, a.Name, a.Description, a.Model, a.Tools, IsDefault: place == 0))]));
    }
}
