using ConversationMemory.Data;
using ConversationMemory.Data.Operations.Queries;

namespace ConversationMemory.Services.Operations;

/// <summary>
/// Whether this instance may write. Asking costs nothing: <see cref="ReadOnlyService"/> keeps it in step with the database.
/// Statements of background work ask the table itself.
/// </summary>
public sealed class ReadOnlyMode(AppDataSource database)
{
    private volatile ReadOnlyState? current;

    /// <summary>Null: everything works.</summary>
    public ReadOnlyState? Current => current;

    public bool IsOn => current is not null;

    public async Task RefreshAsync(CancellationToken ct)
    {
        var setting = await ReadOnlySetting.ReadAsync(database, ct);
        current = setting.IsOn ? new ReadOnlyState(setting.Text ?? ReadOnlyState.DefaultText, setting.Since) : null;
    }
}
