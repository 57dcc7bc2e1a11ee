using System.Diagnostics;
using ConversationMemory.Data;
using ConversationMemory.Data.Messages.Queries;
using ConversationMemory.Services.Messages.Packing.Terms;
using ConversationMemory.Services.Work;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ConversationMemory.Services.Messages.Packing;

/// <summary>Packs what has gone cold, each conversation on its owner's behalf. Any number of instances may do it at once.</summary>
public sealed class PackingWorker(IServiceScopeFactory scopes, IOptions<ConversationOptions> options, TimeProvider clock, ILogger<PackingWorker> log)
{
    private const int Batch = 200;

    // Fewer compress badly; they are packed with the rest when the conversation goes cold.
    private const int LeastBeyondWindow = 30;

    // Longer than the time between two rounds and the hour by which active_at may be late.
    private static readonly TimeSpan Recently = TimeSpan.FromHours(2);

    private bool hasLookedAtAll;
    private bool allHaveTerms;

    /// <summary>Works until nothing is left to pack. Returns how many conversations were packed.</summary>
    public async Task<int> RunAsync(CancellationToken ct)
    {
        var tried = new HashSet<Guid>();
        var packed = 0;
        IReadOnlyList<PackableConversation> found;
        do
        {
            found = await FindAsync(tried, ct);
            // In any order, so that instances seldom take the same one.
            foreach (var conversation in found.OrderBy(_ => Random.Shared.Next()))
            {
                if (await PackAsync(conversation, ct)) packed++;
                else tried.Add(conversation.ConversationId);
            }
        }
        while (found.Count > 0);
        hasLookedAtAll = true;
        if (packed > 0) log.LogInformation("Packed {Conversations} conversations.", packed);
        // What is packed has its terms; only what was packed by an earlier version has none.
        if (!allHaveTerms) await MissingTerms.AddAsync(scopes, ct);
        allHaveTerms = true;
        return packed;
    }

    private async Task<IReadOnlyList<PackableConversation>> FindAsync(HashSet<Guid> tried, CancellationToken ct)
    {
        if (options.Value.PackAfterDays <= 0) return [];
        var now = clock.GetUtcNow();
        await using var scope = scopes.CreateAsyncScope();
        var rules = new PackingRules(
            now - TimeSpan.FromDays(options.Value.PackAfterDays),
            hasLookedAtAll ? now - Recently : DateTimeOffset.UnixEpoch,
            LeastBeyondWindow,
            Batch);
        return await PackableConversations.RunAsync(scope.ServiceProvider.GetRequiredService<MaintenanceDataSource>(), rules, tried, ct);
    }

    private async Task<bool> PackAsync(PackableConversation conversation, CancellationToken ct)
    {
        var begun = Stopwatch.GetTimestamp();
        try
        {
            await using var scope = scopes.AsOwner(conversation.OwnerId);
            await PruneWindow.RunAsync(scope.Get<MaintenanceDataSource>(), conversation, ct);
            return await scope.Get<Packer>().PackAsync(conversation.ConversationId, conversation.Whole, ct);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            log.LogError(fault, "Packing conversation {ConversationId} failed", conversation.ConversationId);
            return false;
        }
        finally
        {
            // Half of one processor at most: people come first.
            await Task.Delay(Stopwatch.GetElapsedTime(begun), CancellationToken.None);
        }
    }
}
