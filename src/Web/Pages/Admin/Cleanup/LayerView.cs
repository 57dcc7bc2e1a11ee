using ConversationMemory.Data.Retention;
using ConversationMemory.Services.Retention.Sweep;

namespace ConversationMemory.Web.Pages.Admin.Cleanup;

/// <summary>A layer of the sweep, whether it is alive, and what to do if it is not.</summary>
/// <param name="Kind">A class of <c>.badge</c>; empty: neither good nor bad.</param>
public sealed record LayerView(string Name, string What, DateTimeOffset? LastRunAt, string State, string Kind, string? Advice)
{
    private static readonly TimeSpan Missed = TimeSpan.FromMinutes(25);

    public static IReadOnlyList<LayerView> Of(IReadOnlyCollection<SweepLayer> layers, DateTimeOffset now)
    {
        DateTimeOffset? Last(string name) => layers.SingleOrDefault(l => l.Name == name)?.LastRunAt;
        return
        [
            Regular(SweepLayers.Schedule, "In the app, every 10 minutes", Last(SweepLayers.Schedule), now,
                "It has not run for a while. If this stays so, look into the app's log for \"The sweep failed\"."),
            Optional(SweepLayers.PgCron, "In the database, every 10 minutes", Last(SweepLayers.PgCron), now,
                "Not set up. It sweeps while the app is down: deploy/pg_cron.sh."),
            Optional(SweepLayers.Api, "A scheduler outside, by POST /api/admin/cleanup", Last(SweepLayers.Api), now,
                "Nobody calls it. deploy/github-actions-cleanup.yml is ready to use."),
            Now(SweepLayers.Request, "After a request, once an hour at most", Last(SweepLayers.Request)),
            Now(SweepLayers.Insert, "Beside one message in a hundred", Last(SweepLayers.Insert)),
        ];
    }

    private static LayerView Regular(string name, string what, DateTimeOffset? last, DateTimeOffset now, string advice) =>
        last > now - Missed ? new(name, what, last, "alive", "good", null) : new(name, what, last, "silent", "bad", advice);

    private static LayerView Optional(string name, string what, DateTimeOffset? last, DateTimeOffset now, string advice) =>
        last is null ? new(name, what, null, "not in use", "", advice)
        : last > now - TimeSpan.FromDays(1.5) ? new(name, what, last, "alive", "good", null)
        : new(name, what, last, "silent", "warn", "It ran before and does not any more. Is its schedule still there?");

    private static LayerView Now(string name, string what, DateTimeOffset? last) =>
        new(name, what, last, last is null ? "waiting" : "alive", last is null ? "" : "good", null);
}
