using System.Text.Json;
using ConversationMemory.Data;
using ConversationMemory.Data.Retention;
using ConversationMemory.Data.Retention.Queries;

namespace ConversationMemory.Services.Retention;

/// <summary>What a policy would do, beside what those of today do.</summary>
/// <param name="Rows">See <see cref="PolicyForecastRow"/>; spans in which there is nothing are left out.</param>
/// <param name="Sample">The conversations that would end first.</param>
/// <param name="At">When it was counted.</param>
public sealed record Simulation(IReadOnlyList<PolicyForecastRow> Rows, IReadOnlyList<ForecastConversation> Sample, DateTimeOffset At)
{
    /// <summary>What is looked at: days as in <see cref="PolicyForecastRow.Days"/>, of what is live and of what is in the archive by then.</summary>
    public static readonly IReadOnlyList<(bool Archive, int Days)> Spans = [(false, -1), (false, 0), (false, 7), (false, 30), (false, 90), (true, 7), (true, 30), (true, 90)];

    /// <summary>Whether within some span more would go than today.</summary>
    public bool EndsMore => Spans.Any(span => Of(true, span).Conversations > Of(false, span).Conversations || Of(true, span).Messages > Of(false, span).Messages);

    public PolicyForecastRow Of(bool proposed, (bool Archive, int Days) span) =>
        Rows.SingleOrDefault(r => r.Proposed == proposed && (r.Archive, r.Days) == span) ?? new PolicyForecastRow(proposed, span.Archive, span.Days, 0, 0, 0, 0, null);
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
        var rows = await PolicyForecast.RunAsync(database, row, now, ct);
        return new Simulation(rows, await PolicyForecastSample.RunAsync(database, row, now, SampleSize, ct), now);
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
