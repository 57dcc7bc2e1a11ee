using ConversationMemory.Data;
using ConversationMemory.Data.Retention.Queries;
using Microsoft.Extensions.Options;

namespace ConversationMemory.Services.Retention;

/// <summary>How many messages conversations keep, as an admin decides. Each change applies to all of them before it returns.</summary>
public sealed class MessageWindow(MaintenanceDataSource database, IOptions<MemoryOptions> options)
{
    private const int Batch = 200;

    /// <summary>What the setting says; null: everything is kept.</summary>
    public int? Configured =>
        options.Value.MaxMessagesPerConversation > 0 ? options.Value.MaxMessagesPerConversation : null;

    /// <returns>How many conversations had more messages than the window now allows.</returns>
    public Task<int> SetAsync(int? messages, bool waitsForSummary, CancellationToken ct) =>
        ChangeAsync(messages, waitsForSummary, followsSettings: false, ct);

    /// <summary>Goes back to what the setting says, now and after each start.</summary>
    /// <returns>How many conversations had more messages than the window now allows.</returns>
    public Task<int> FollowSettingAsync(bool waitsForSummary, CancellationToken ct) =>
        ChangeAsync(Configured, waitsForSummary, followsSettings: true, ct);

    private async Task<int> ChangeAsync(int? messages, bool waitsForSummary, bool followsSettings, CancellationToken ct)
    {
        await SetWindow.RunAsync(database, messages, waitsForSummary, followsSettings, ct);
        var changed = 0;
        int batch;
        do
        {
            batch = await ApplyWindow.RunAsync(database, Batch, ct);
            changed += batch;
        }
        while (batch > 0);
        return changed;
    }
}
