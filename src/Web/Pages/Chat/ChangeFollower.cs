using System.Runtime.CompilerServices;
using ConversationMemory.Data;
using ConversationMemory.Data.RowSecurity;
using ConversationMemory.Data.Sharing.Queries;
using ConversationMemory.Services.Work;

namespace ConversationMemory.Web.Pages.Chat;

/// <summary>
/// Follows the versions of a conversation. Each look is one lookup as the reader, after a wake-up; a wake-up that was lost is made up for by
/// looking now and then.
/// </summary>
public sealed class ChangeFollower(ChatReader reader, WakeUps wakeUps, CurrentUser user, MaintenanceDataSource database)
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(30);

    /// <summary>The version there is, then each that is new. Ends when the person may read no more.</summary>
    public async IAsyncEnumerable<string> FollowAsync(Guid id, [EnumeratorCancellation] CancellationToken ct)
    {
        using var wakeUp = wakeUps.Subscribe(WakeUpTopics.Conversation(user.RequiredId, id));
        string? known = null;
        while (await MayReadAsync(id, ct) && await reader.VersionAsync(id, ct) is { } version)
        {
            if (version != known) yield return version;
            known = version;
            await wakeUp.SleepAsync(LookAgain, ct);
        }
    }

    // Row security knows members; whoever was suspended since the stream began is known to the account alone.
    private async Task<bool> MayReadAsync(Guid id, CancellationToken ct) =>
        (await EndedStreams.RunAsync(database, [new StreamRight(user.Id!.Value, user.RequiredId, id)], ct)).Count == 0;
}
