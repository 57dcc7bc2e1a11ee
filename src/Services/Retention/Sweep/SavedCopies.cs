using ConversationMemory.Data;
using ConversationMemory.Data.Retention.Queries.Sweep;

namespace ConversationMemory.Services.Retention.Sweep;

/// <summary>Removes copies that were saved before deletions when their time is over.</summary>
public sealed class SavedCopies(MaintenanceDataSource database, TimeProvider clock)
{
    private const int AtOnce = 200;

    /// <summary>Works until none is due.</summary>
    public async Task RemoveAsync(CancellationToken ct)
    {
        while (await RemoveSavedCopies.RunAsync(database, clock.GetUtcNow(), AtOnce, ct) == AtOnce) { }
    }
}
