using System.IO.Compression;
using ConversationMemory.Services.Exports.Many;
using ConversationMemory.Services.Files;
using ConversationMemory.Tests.E2E.Fixtures;
using Microsoft.Extensions.DependencyInjection;

namespace ConversationMemory.Tests.E2E.Http.Exports;

/// <summary>What works on exports of many: broken off, taken over, stopped, and its files removed when their time is over.</summary>
public sealed class ExportWorkTests(Portal portal) : IClassFixture<Portal>
{
    private TestDatabase Database => portal.Database;

    [Fact]
    public async Task Export_that_was_broken_off_anywhere_is_gone_on_with_and_holds_each_conversation_once()
    {
        var owner = await Database.AddPersonAsync("long");
        var all = await TalksAsync(owner, 25);
        var run = await Database.AddRunningExportAsync(owner, "account");
        foreach (var after in new[] { 1, 7, 9 })
        {
            using var end = new CancellationTokenSource();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => portal.WorkOnExportAsync(owner, run, new HastyClock(after, end.Cancel), end.Token));
            Assert.True(await Database.ReadAsync<bool>("SELECT state = 'running' AND done > 0 AND done < 25 FROM app.exports WHERE id = $1", run));
        }

        await portal.WorkOnExportAsync(owner, run, new HastyClock());
        Assert.Equal("done", await Database.StateOfExportAsync(run));
        var (ids, name) = await FileAsync(owner, run);
        Assert.Equal(all, ids);
        Assert.Equal("my-data.zip", name);
    }

    [Fact]
    public async Task Instance_that_is_gone_is_taken_over_from()
    {
        var owner = await Database.AddPersonAsync("orphan");
        await Database.AddTalkAsync(owner, "Still wanted");
        var run = await Database.AddRunningExportAsync(owner);
        await Database.AddLostJobAsync(owner, "export", run);
        await Until.TrueAsync(async () => await Database.StateOfExportAsync(run) == "done");
    }

    [Fact]
    public async Task Worker_that_was_thought_dead_gives_way_to_the_one_that_took_over()
    {
        var owner = await Database.AddPersonAsync("slow");
        var all = await TalksAsync(owner, 12);
        var run = await Database.AddRunningExportAsync(owner);
        // After the first one has noted its sixth place, another one has taken over, and is done.
        await portal.WorkOnExportAsync(owner, run, new HastyClock(5, () => Task.Run(async () =>
        {
            await Database.RunAsync("UPDATE app.exports SET attempts = attempts + 1 WHERE id = $1", run);
            await portal.WorkOnExportAsync(owner, run, new HastyClock());
        }).GetAwaiter().GetResult()));
        Assert.Equal("done", await Database.StateOfExportAsync(run));
        Assert.Equal(all, (await FileAsync(owner, run)).Ids);
        Assert.Equal(1, await Database.ReadAsync<int>("SELECT count(*) FROM app.stored_files WHERE owner_id = $1", owner));
    }

    [Fact]
    public async Task Worker_shows_life_while_one_conversation_takes_long()
    {
        var owner = await Database.AddPersonAsync("patient");
        await Database.AddTalkAsync(owner, "Long");
        var run = await Database.AddRunningExportAsync(owner);
        await using var keeper = await Database.Maintenance.OpenConnectionAsync();
        await using var hold = await keeper.BeginTransactionAsync();
        await using (var keep = keeper.CreateCommand())
        {
            // Nothing of a conversation can be read meanwhile.
            keep.CommandText = "LOCK TABLE app.messages IN ACCESS EXCLUSIVE MODE";
            await keep.ExecuteNonQueryAsync();
        }

        await Database.RunAsync("INSERT INTO app.jobs (owner_id, kind, subject) VALUES ($1, 'export', $2)", owner, run);
        await Until.TrueAsync(async () => await Database.ReadAsync<int>("SELECT attempts FROM app.exports WHERE id = $1", run) == 2);
        var claimed = await LifeAsync(run);
        await Until.TrueAsync(async () => await LifeAsync(run) != claimed);
        await hold.RollbackAsync();
        await Until.TrueAsync(async () => await Database.StateOfExportAsync(run) == "done");
    }

    [Fact]
    public async Task Export_that_fails_again_and_again_is_given_up_and_says_so()
    {
        var owner = await Database.AddPersonAsync("hopeless");
        var run = await Database.AddRunningExportAsync(owner);
        await Database.AddLostJobAsync(owner, "export", run, attempts: 5);
        await Until.TrueAsync(async () => await Database.StateOfExportAsync(run) == "failed");
        Assert.Contains("your conversations are untouched", await Database.ReadAsync<string>("SELECT error FROM app.exports WHERE id = $1", run), StringComparison.Ordinal);
    }

    [Fact]
    public async Task File_is_kept_for_seven_days_and_removed_with_a_receipt()
    {
        var (owner, run) = await DoneAsync("short");
        var (other, kept) = await DoneAsync("longer");
        Assert.Equal(7, await Database.ReadAsync<int>("SELECT round(extract(epoch FROM expires_at - now()) / 86400) FROM app.stored_files WHERE owner_id = $1", owner));
        await Database.RunAsync("UPDATE app.stored_files SET expires_at = expires_at - interval '7 days 1 minute' WHERE owner_id = $1", owner);
        var size = await Database.ReadAsync<long>("SELECT length FROM app.stored_files WHERE owner_id = $1", owner);
        await portal.Services.GetRequiredService<StoredFileExpiry>().RunAsync(default);

        Assert.Equal("expired", await Database.StateOfExportAsync(run));
        Assert.Equal(0, await Database.ReadAsync<int>("SELECT count(*) FROM app.stored_file_parts WHERE owner_id = $1", owner));
        Assert.Null(await OpenAsync(owner, run));
        Assert.Equal($"1 {size}", await Database.ReadAsync<string>(
            "SELECT concat_ws(' ', counts -> 'stored_files' ->> 'rows', counts -> 'stored_files' ->> 'bytes') FROM app.receipts WHERE owner_id = $1 AND cause = 'stored_file'", owner));
        Assert.Equal("done", await Database.StateOfExportAsync(kept));
        Assert.Equal(0, await Database.ReadAsync<int>("SELECT count(*) FROM app.receipts WHERE owner_id = $1", other));
    }

    [Fact]
    public async Task Beginning_of_a_stopped_export_goes_and_it_stays_stopped()
    {
        var owner = await Database.AddPersonAsync("stopped");
        await TalksAsync(owner, 3);
        var run = await Database.AddRunningExportAsync(owner);
        using var end = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => portal.WorkOnExportAsync(owner, run, new HastyClock(1, end.Cancel), end.Token));
        await Database.RunAsync("UPDATE app.exports SET state = 'stopped' WHERE id = $1", run);
        await Database.RunAsync("UPDATE app.stored_files SET expires_at = now() - interval '1 minute' WHERE owner_id = $1", owner);
        await portal.Services.GetRequiredService<StoredFileExpiry>().RunAsync(default);
        Assert.Equal("stopped", await Database.StateOfExportAsync(run));
        Assert.Equal(0, await Database.ReadAsync<int>("SELECT count(*) FROM app.stored_files WHERE owner_id = $1", owner));
    }

    private async Task<IReadOnlyList<Guid>> TalksAsync(Guid owner, int count)
    {
        var all = new List<Guid>();
        for (var n = 0; n < count; n++) all.Add(await Database.AddTalkAsync(owner, $"Talk {n}"));
        return [.. all.Order()];
    }

    private async Task<(Guid Owner, Guid Run)> DoneAsync(string name)
    {
        var owner = await Database.AddPersonAsync(name);
        await Database.AddTalkAsync(owner, "One");
        var run = await Database.AddRunningExportAsync(owner);
        await portal.WorkOnExportAsync(owner, run, new HastyClock());
        return (owner, run);
    }

    private async Task<(Stream Content, string Name)?> OpenAsync(Guid owner, Guid run)
    {
        await using var scope = portal.ScopeOf(owner);
        if (await scope.ServiceProvider.GetRequiredService<ExportDownloads>().OpenAsync(run, default) is not { } file) return null;
        var content = new MemoryStream();
        await file.Content.CopyToAsync(content);
        return (content, file.Name);
    }

    private async Task<(IReadOnlyList<Guid> Ids, string Name)> FileAsync(Guid owner, Guid run)
    {
        var file = (await OpenAsync(owner, run))!.Value;
        using var zip = new ZipArchive(file.Content);
        return ([.. (await zip.IdsAsync()).Order()], file.Name);
    }

    private Task<DateTime> LifeAsync(Guid run) => Database.ReadAsync<DateTime>("SELECT heartbeat_at FROM app.jobs WHERE kind = 'export' AND subject = $1", run);
}
