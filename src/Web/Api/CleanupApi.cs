using ConversationMemory.Data;
using ConversationMemory.Data.Accounts;
using ConversationMemory.Data.Retention.Queries.Sweep;
using ConversationMemory.Services.Audit;
using ConversationMemory.Services.Retention.Sweep;
using ConversationMemory.Web.Accounts;
using ConversationMemory.Web.Api.Json;
using ConversationMemory.Web.Api.OpenApi;
using ConversationMemory.Web.Api.Problems;
using ConversationMemory.Web.Security;

namespace ConversationMemory.Web.Api;

/// <param name="DryRun">True: say what would be done, and do nothing.</param>
internal sealed record CleanupBody(bool DryRun = false);

/// <param name="FreedBytes">Of the rows removed; indexes aside.</param>
/// <param name="Finished">False: time was up. Call again to go on.</param>
/// <param name="RunId">Null after a dry run.</param>
/// <param name="Receipts">Of what was removed for good; the first 100.</param>
internal sealed record CleanupAnswer(
    bool DryRun, int NoticedConversations, int ArchivedConversations, int TrashedConversations, int DeletedConversations,
    long DeletedMessages, long FreedBytes, bool Finished, Guid? RunId, IReadOnlyList<Guid> Receipts);

/// <summary>The layer <c>api</c> of the sweep: for any scheduler outside.</summary>
internal static class CleanupApi
{
    // Below the minute that proxies commonly wait.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(50);
    private const int MostReceipts = 100;

    public static void MapCleanup(this RouteGroupBuilder admin) => admin.MapPost("/cleanup", RunAsync)
            .Needs(KeyScope.Admin)
        .RequireRateLimiting(RateLimits.SignIn)
        .WithSummary("Sweep: move conversations on whose time is over")
        .WithDescription(
            "Does what the policies say, as the portal does by itself every few minutes. With dry_run it only says what it would do. " +
            "Send the secret of Admin__Secret, or an admin's key, as bearer.")
        .Accepts<CleanupBody>("application/json")
        .Produces<CleanupAnswer>()
        .ProducesProblems(400, 403, 409, 413, 415, 429);

    private static async Task<IResult> RunAsync(
        Body<CleanupBody> body, RetentionSweep sweep, AuditLog audit, MaintenanceDataSource database, TimeProvider clock, CancellationToken ct)
    {
        using var time = new CancellationTokenSource(Limit, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(time.Token, ct);
        if (body.Value.DryRun)
        {
            var (counts, whole) = await sweep.PreviewAsync(either.Token);
            return TypedResults.Ok(Answer(counts, whole, run: null, []));
        }

        var began = clock.GetUtcNow().AddMinutes(-1);
        var done = await sweep.RunAsync(SweepLayers.Api, most: null, either.Token) ?? throw ReadOnly();
        if (done.Counts.Handled > 0) await audit.WriteAsync("cleanup.run", "run", done.RunId.ToString(), new { layer = SweepLayers.Api, done.Counts.Trashed, done.Counts.Deleted }, ct);
        var receipts = await ReceiptsOfRun.RunAsync(database, done.RunId, began, MostReceipts, ct);
        return TypedResults.Ok(Answer(done.Counts, done.Finished, done.RunId, receipts));
    }

    private static CleanupAnswer Answer(SweepCounts counts, bool finished, Guid? run, IReadOnlyList<Guid> receipts) => new(
        DryRun: run is null, counts.Noticed, counts.Archived, counts.Trashed, counts.Deleted, counts.Messages, counts.Bytes, finished, run, receipts);

    private static ApiException ReadOnly() => new(
        StatusCodes.Status409Conflict, "read_only", "The portal is read-only for maintenance, so nothing is swept. Call again when it is over.");
}
