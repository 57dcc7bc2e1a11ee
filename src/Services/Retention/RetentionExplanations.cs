using System.Text.Json.Nodes;
using ConversationMemory.Data;
using ConversationMemory.Data.Retention.Queries;

namespace ConversationMemory.Services.Retention;

/// <summary>Answers why a conversation is kept or goes, and when.</summary>
public sealed class RetentionExplanations(AppDbContext db, AdminDbContext admin, TimeProvider clock)
{
    /// <summary>One of the signed-in person's own: live, in the archive or in the trash.</summary>
    /// <returns>Null: there is no such conversation, or it is somebody else's.</returns>
    public async Task<RetentionExplanation?> OfMineAsync(Guid id, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        return Explain(await ConversationEnd.FindAsync(db, db.CurrentUser.RequiredId, id, clock.GetUtcNow(), ct));
    }

    /// <summary>Anybody's, for admins, whom the caller has checked.</summary>
    public async Task<RetentionExplanation?> OfAnybodysAsync(Guid id, CancellationToken ct)
    {
        await using var transaction = await admin.Database.BeginTransactionAsync(ct);
        return Explain(await ConversationEnd.FindAsync(admin, null, id, clock.GetUtcNow(), ct));
    }

    private static RetentionExplanation? Explain(ConversationEnd? conversation) =>
        conversation is null ? null : new RetentionExplanation(conversation, FieldsOf(conversation.Policy), FieldsOf(conversation.AgentPolicy));

    private static ExplainedField[] FieldsOf(string json)
    {
        var policy = JsonNode.Parse(json)!;
        var locked = policy["locked"]!.AsArray().Select(column => (string?)column).ToHashSet();
        return
        [
            .. from field in PolicyFields.All
               // The window of all messages is null there, so that triggers need not ask.
               let value = policy[field.Column]?.ToString() ?? "0"
               select new ExplainedField(
                   field.Column, field.Label, value, field.Describe(value), (string)policy["sources"]![field.Column]!, locked.Contains(field.Column)),
        ];
    }
}
