using ConversationMemory.Services.Messages;

namespace ConversationMemory.Services.Storage;

/// <summary>What the database may take, and from where on that is a matter for admins.</summary>
/// <param name="Bytes">0: no budget is set, so that it is never used up.</param>
public sealed record StorageBudget(long Bytes)
{
    public const string Good = "good";
    public const string Warning = "warning";
    public const string Danger = "danger";

    /// <summary>The levels that admins are told of, with the percentage at which each begins.</summary>
    public static readonly IReadOnlyList<(string Level, int Percent)> Thresholds = [(Warning, 70), (Danger, 85)];

    // A size that goes to and fro around a threshold is told of once.
    private const int Slack = 2;

    public static StorageBudget Of(ConversationOptions options) => new(Math.Max(0, options.StorageBudgetMegabytes) * 1_000_000L);

    /// <summary>How much of it is used; 0 where none is set.</summary>
    public double PercentOf(long bytes) => Bytes == 0 ? 0 : 100.0 * bytes / Bytes;

    public string LevelOf(long bytes) => Thresholds.LastOrDefault(t => Reaches(bytes, t.Percent)).Level ?? Good;

    public bool Reaches(long bytes, int percent) => Bytes > 0 && PercentOf(bytes) >= percent;

    /// <summary>It is below the threshold by enough to say that this is over.</summary>
    public bool IsWellBelow(long bytes, int percent) => PercentOf(bytes) < percent - Slack;

    /// <summary>Where a threshold lies, in bytes.</summary>
    public long At(int percent) => Bytes * percent / 100;
}
