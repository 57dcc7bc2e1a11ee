using ConversationMemory.Services.Storage;
using ConversationMemory.Tests.E2E.Fixtures;
using Microsoft.Extensions.DependencyInjection;

namespace ConversationMemory.Tests.E2E.Http;

/// <summary>Crossing a threshold of the budget of 500 MB is told once.</summary>
public sealed class StorageAlertTests(Portal portal) : IClassFixture<Portal>, IAsyncLifetime
{
    public async Task InitializeAsync()
    {
        await Until.TrueAsync(() => portal.Database.ReadAsync<bool>("SELECT EXISTS (SELECT FROM app.storage_status)"));
        // The minute's own measurement would find the few megabytes that there are.
        await portal.Database.RunAsync("UPDATE app.storage_status SET measured_at = now() + interval '1 hour'");
        await portal.Database.RunAsync("DELETE FROM app.storage_alerts");
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Alert_is_raised_once_and_again_only_after_it_was_over()
    {
        await GrowsToAsync(300, "");
        await GrowsToAsync(360, "warning");
        await GrowsToAsync(380, "warning");
        Assert.Equal(1, await RaisedAsync());
        await GrowsToAsync(430, "danger warning");
        await GrowsToAsync(420, "danger warning");
        await GrowsToAsync(410, "warning");
        await GrowsToAsync(345, "warning");
        Assert.Equal(2, await RaisedAsync());
        await GrowsToAsync(335, "");
        await GrowsToAsync(450, "danger warning");
        Assert.Equal(4, await RaisedAsync());

        var page = await (await portal.SignedInAsOwner()).PageAsync("/admin/storage");
        Assert.Equal(4, page.QuerySelectorAll("section[aria-labelledby=alerts-heading] tbody tr").Length);
    }

    [Fact]
    public async Task Instances_that_see_it_at_once_raise_it_once()
    {
        await GrowsToAsync(100, "");
        var before = await RaisedAsync();
        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => FollowAsync(360)));
        Assert.Equal(before + 1, await RaisedAsync());
        await GrowsToAsync(100, "");
    }

    private async Task GrowsToAsync(int megabytes, string standing)
    {
        await FollowAsync(megabytes);
        Assert.Equal(standing, await portal.Database.ReadAsync<string>(
            "SELECT coalesce(string_agg(level, ' ' ORDER BY level), '') FROM app.storage_alerts WHERE cleared_at IS NULL"));
    }

    private async Task FollowAsync(int megabytes)
    {
        await using var scope = portal.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<StorageAlerts>().FollowAsync(megabytes * 1_000_000L, default);
    }

    private Task<long> RaisedAsync() => portal.Database.ReadAsync<long>("SELECT count(*) FROM app.storage_alerts");
}
