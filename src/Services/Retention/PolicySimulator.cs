using System.Text.Json;
using ConversationMemory.Data;
using ConversationMemory.Data.Retention;
using ConversationMemory.Data.Retention.Queries;

namespace ConversationMemory.Services.Retention;

/// <summary>What a policy would do, beside what those of today do.</summary>
/// <param name="Rows">See <see cref="OutlookRow"/>; spans in which there is nothing are left out.</param>
/// <param name="Sample">The conversations that would end first.</param>
/// <param name="At">When it was counted.</param>
public sealed record Simulation(IReadOnlyList<OutlookRow> Rows, IReadOnlyList<OutlookConversation> Sample, DateTimeOffset At)
{
    public static readonly IReadOnlyList<int> Spans = [-1, 0, 7, 30, 90];

    /// <summary>Whether within some span more would go than today.</summary>
    public bool EndsMore => Spans.Any(days => Of(true, days).Conversations > Of(false, days).Conversations || Of(true, days).Messages > Of(false, days).Messages);

    public OutlookRow Of(bool proposed, int days) =>
        Rows.SingleOrDefault(r => r.Proposed == proposed && r.Days == days) ?? new OutlookRow(proposed, days, 0, 0, 0, 0, null);
}

/// <summary>Computes what a policy would do if it were saved, by the same functions of the database that the sweep goes by.</summary>
public sealed class PolicySimulator(MaintenanceDataSource database, TimeProvider clock)
{
    private const int SampleSize = 10;

    /// <param name="proposed">A valid policy; one that says nothing stands for its removal.</param>
    /// <param name="ct">Ends the queries.</param>
    public async Task<Simulation> RunAsync(RetentionPolicy proposed, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var row = RowOf(proposed);
        var rows = await Outlook.RunAsync(database, row, now, ct);
        return new Simulation(rows, await OutlookSample.RunAsync(database, row, now, SampleSize, ct), now);
    }

    private static string RowOf(RetentionPolicy policy) => JsonSerializer.Serialize(
        PolicyFields.All.ToDictionary(field => field.Column, field => (object?)field.Get(policy))
            .Append(new("scope", policy.Scope.ToString().ToLowerInvariant()))
            .Append(new("scope_id", policy.ScopeId))
            .Append(new("locked", policy.Locked))
            // Of the system's policy only, and no page sets them.
            .Append(new("max_message_length", policy.MaxMessageLength))
            .Append(new("max_tool_call_size", policy.MaxToolCallSize))
            .ToDictionary());
}
