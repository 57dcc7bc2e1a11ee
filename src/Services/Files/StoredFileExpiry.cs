using ConversationMemory.Data;
using ConversationMemory.Data.Files.Queries;

namespace ConversationMemory.Services.Files;

/// <summary>Removes files whose time is over, with a receipt.</summary>
public sealed class StoredFileExpiry(MaintenanceDataSource database, TimeProvider clock)
{
    private const int AtOnce = 20;

    /// <summary>Works until none is due.</summary>
    public async Task RunAsync(CancellationToken ct)
    {
        while (await RemoveStoredFiles.RunAsync(database, clock.GetUtcNow(), AtOnce, ct) == AtOnce) { }
    }
}
