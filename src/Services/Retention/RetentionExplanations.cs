using System.Globalization;
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
        return Explain(await ConversationEnd.FindAsync(db, db.CurrentUser.RequiredId, id, ct));
    }

    /// <summary>Anybody's, for admins, whom the caller has checked.</summary>
    public async Task<RetentionExplanation?> OfAnybodysAsync(Guid id, CancellationToken ct)
    {
        await using var transaction = await admin.Database.BeginTransactionAsync(ct);
        return Explain(await ConversationEnd.FindAsync(admin, null, id, ct));
    }

    private RetentionExplanation? Explain(ConversationEnd? conversation)
    {
        if (conversation is null) return null;
        var fields = FieldsOf(conversation.Policy);
        return new RetentionExplanation(conversation, fields, FieldsOf(conversation.AgentPolicy), EndOf(conversation, fields));
    }

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

    /// <summary>As <c>app.outlook</c> has it.</summary>
    private DateTimeOffset? EndOf(ConversationEnd conversation, ExplainedField[] fields)
    {
        if (conversation.DeletedAt is not null || conversation.ArchivedAt is not null) return conversation.ExpiresAt;
        if (conversation.DueAt is not { } due) return null;
        var notice = int.Parse(fields.Single(f => f.Column == PolicyFields.Notice.Column).Value, CultureInfo.InvariantCulture);
        var earliest = conversation.ExpiresAt ?? clock.GetUtcNow().AddDays(notice);
        return due > earliest ? due : earliest;
    }
}
