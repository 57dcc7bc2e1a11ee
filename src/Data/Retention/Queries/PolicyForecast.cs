namespace ConversationMemory.Data.Retention.Queries;

/// <summary>What would end, as the simulator tells it.</summary>
/// <param name="Proposed">Under the proposed policy; else under those of today.</param>
/// <param name="Archive">What leaves the archive for the trash; else what is live and ends.</param>
/// <param name="Days">Within so many days; 0: who is given notice at once; -1: what leaves the window at once.</param>
/// <param name="People">Whose conversations they are.</param>
/// <param name="Messages">Those a reader sees; of a window, those that leave it.</param>
/// <param name="Bytes">Of their rows; 0 for a window.</param>
/// <param name="First">When the first one ends; null for a window.</param>
public sealed record PolicyForecastRow(bool Proposed, bool Archive, int Days, long Conversations, long People, long Messages, long Bytes, DateTimeOffset? First);

/// <summary>Counts what the sweep would bring to its end, by the sweep's own rules. Reads all conversations.</summary>
public static class PolicyForecast
{
    /// <param name="policy">The proposed policy as JSON, named like its row.</param>
    /// <param name="from">When the first sweep would run.</param>
    /// <returns>A row for each span in which there is something.</returns>
    public static async Task<IReadOnlyList<PolicyForecastRow>> RunAsync(
        MaintenanceDataSource database, string policy, DateTimeOffset from, CancellationToken ct) =>
        await database.QueryAsync<PolicyForecastRow>("Retention/Queries/PolicyForecast", new { policy, from }, ct);
}
