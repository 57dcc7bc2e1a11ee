using System.Net;
using ConversationMemory.Data.Work;
using ConversationMemory.Services.Work;
using ConversationMemory.Tests.E2E.Fixtures;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace ConversationMemory.Tests.E2E.Http;

/// <summary>What admins see of jobs, and do about them.</summary>
public sealed class JobPageTests(Portal portal) : IClassFixture<Portal>
{
    [Fact]
    public async Task Admin_sees_what_was_given_up_and_why_and_starts_it_again_or_removes_it()
    {
        var admin = await portal.SignedInAsOwner();
        var ada = await portal.Database.AddPersonAsync("ada");
        var first = await AddDeadAsync(ada);
        var page = await admin.PageAsync("/admin/jobs");
        Assert.Contains("PostgresException 22P02", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Contains($"ada-{ada:N}@example.org", page.Body.TextContent, StringComparison.Ordinal);

        using var retried = await admin.PressAsync("/admin/jobs", $"Try again: Summaries of ada-{ada:N}@example.org");
        Assert.Equal(HttpStatusCode.Redirect, retried.StatusCode);
        // Its conversation does not exist: so it is done.
        await Until.TrueAsync(async () => await CountAsync(first) == 0);
        var second = await AddDeadAsync(ada);
        using var removed = await admin.PressAsync("/admin/jobs", $"Remove: Summaries of ada-{ada:N}@example.org");
        Assert.Equal(0, await CountAsync(second));
        Assert.Equal(2, await portal.Database.ReadAsync<int>(
            "SELECT count(*) FROM app.audit_log WHERE action IN ('job.retried', 'job.removed') AND detail ->> 'owner' = $1::text", ada));
    }

    [Fact]
    public async Task All_recurring_work_is_in_the_list_and_on_the_page_with_its_last_and_next_time()
    {
        var registered = portal.Services.GetServices<JobRegistration>().Where(r => r.Kind.Every is not null).Select(r => r.Kind.Name);
        Assert.Equal(RecurringWork.All.Select(kind => kind.Name).Order(), registered.Order());
        await Until.TrueAsync(async () => await portal.Database.ReadAsync<int>(
            "SELECT count(*) FROM app.jobs WHERE owner_id = $1 AND finished_at IS NOT NULL AND error IS NULL", Job.System) >= RecurringWork.All.Count - 1);
        var rows = (await (await portal.SignedInAsOwner()).PageAsync("/admin/jobs")).QuerySelectorAll("[aria-labelledby=recurring-heading] tbody tr");
        Assert.Equal(RecurringWork.All.Select(kind => kind.Title), rows.Select(row => row.QuerySelector("th")!.TextContent));
    }

    [Fact]
    public void Nothing_else_works_in_the_background_but_what_has_to_be_its_own()
    {
        string[] ours = [.. portal.Services.GetServices<IHostedService>().Select(service => service.GetType())
            .Where(type => type.Namespace!.StartsWith("ConversationMemory", StringComparison.Ordinal)).Select(type => type.Name).Order()];
        Assert.Equal(Expected, ours);
    }

    private static readonly string[] Expected =
    [
        "JobRunner", "ReadOnlyService", "ReplyRunner", "RequestSweep", "WakeUpExchange",
    ];

    private async Task<Guid> AddDeadAsync(Guid owner)
    {
        var subject = Guid.CreateVersion7();
        await portal.Database.RunAsync("""
            INSERT INTO app.jobs (owner_id, kind, subject, state, attempts, error, finished_at) VALUES ($1, 'summary', $2, 'dead', 8, 'PostgresException 22P02', now())
            """, owner, subject);
        return subject;
    }

    private Task<int> CountAsync(Guid subject) => portal.Database.ReadAsync<int>("SELECT count(*) FROM app.jobs WHERE subject = $1", subject);
}
