using ConversationMemory.Data;
using ConversationMemory.Data.Retention;
using ConversationMemory.Data.Retention.Queries;
using ConversationMemory.Services.Messages;
using Microsoft.Extensions.Options;

namespace ConversationMemory.Services.Retention;

/// <summary>Windows and lifetimes as the settings have them, and conversations brought within their windows.</summary>
public sealed class MessageWindows(MaintenanceDataSource database, IOptions<ConversationOptions> options)
{
    private const int Batch = 200;

    /// <summary>What the settings say about the window; 0: everything is kept.</summary>
    public int Messages => Math.Max(0, options.Value.MaxMessagesPerConversation);

    /// <summary>What the settings say about the lifetime; 0: for ever.</summary>
    public int TtlDays => Math.Max(0, options.Value.ConversationTtlDays);

    /// <summary>Writes what the settings say into the system's policy.</summary>
    public void Follow(RetentionPolicy policy) => (policy.WindowMessages, policy.TtlDays) = (Messages, TtlDays);

    /// <summary>Brings all conversations within their windows.</summary>
    /// <returns>How many had more messages than their window allows.</returns>
    public async Task<int> ApplyAsync(CancellationToken ct)
    {
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
