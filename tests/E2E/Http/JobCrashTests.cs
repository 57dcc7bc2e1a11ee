using ConversationMemory.Tests.E2E.Fixtures;

namespace ConversationMemory.Tests.E2E.Http;

/// <summary>The app is killed while it is in the middle of a job of each kind.</summary>
public sealed class JobCrashTests
{
    private static readonly string[] Kinds = ["summary", "saved_copy", "notice_mail", "account_removal", "export", "import_read", "import", "import_undo", "cleanup"];

    [Fact]
    public async Task Jobs_of_a_killed_app_are_done_by_the_next_one_and_none_of_them_twice()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var mail = FakeSmtpServer.Start();
        var directory = Directory.CreateTempSubdirectory("cm-jobs-");
        var settings = new Dictionary<string, string>
        {
            ["ConnectionStrings__Database"] = database.Connections.Setup,
            ["DataDirectory"] = directory.FullName,
            ["Mail__Host"] = "127.0.0.1",
            ["Mail__Port"] = mail.Port.ToString(System.Globalization.CultureInfo.InvariantCulture),
            ["Mail__From"] = "portal@example.org",
            ["Mail__Security"] = "none",
        };
        var jobs = new List<(string Kind, Guid Owner, Guid Subject)>();
        foreach (var kind in Kinds)
        {
            var (owner, subject) = await database.PrepareJobAsync(kind, kind.Replace('_', '-'));
            jobs.Add((kind, owner, subject));
        }

        await using (var app = await AppProcess.StartAsync(settings))
        {
            await using var keeper = await database.Maintenance.OpenConnectionAsync();
            await using var hold = await keeper.BeginTransactionAsync();
            await using (var keep = keeper.CreateCommand())
            {
                // Each job gets as far as its result, and no further.
                keep.CommandText = """
                    LOCK TABLE app.summaries, app.saved_copies, app.notice_mails, app.users, app.exports, app.imports, app.import_entries, app.cleanup_runs IN SHARE MODE
                    """;
                await keep.ExecuteNonQueryAsync();
            }

            foreach (var (kind, owner, subject) in jobs) await database.AddJobAsync(owner, kind, subject);
            await Until.TrueAsync(async () => await database.ReadAsync<int>(
                "SELECT count(DISTINCT kind) FROM app.jobs WHERE state = 'running' AND kind NOT LIKE 'recurring.%'") == Kinds.Length);
            await Until.TrueAsync(async () => await database.ReadAsync<int>(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'") >= Kinds.Length);
            await app.KillAsync();
            await hold.RollbackAsync();
        }

        await using var again = await AppProcess.StartAsync(settings);
        // Nobody waits for the minute that an instance may be silent.
        await database.RunAsync("UPDATE app.jobs SET heartbeat_at = heartbeat_at - interval '1 hour' WHERE locked_by IS NOT NULL AND started_at < now() - interval '1 second'");
        foreach (var (kind, _, subject) in jobs) await Until.TrueAsync(() => database.AreDoneAsync(kind, [subject]), TimeSpan.FromMinutes(1));

        Assert.Equal(0, await database.ReadAsync<int>("SELECT count(*) FROM app.jobs WHERE state = 'dead'"));
        Assert.InRange(mail.Mails.Count, 0, 1);
        Assert.Equal(1, await database.ReadAsync<int>("SELECT count(*) FROM app.stored_files f JOIN app.exports e ON e.owner_id = f.owner_id AND e.file_id = f.id"));
        Assert.Equal(1, await database.ReadAsync<int>("SELECT count(*) FROM app.imported_conversations"));
        directory.Delete(recursive: true);
    }
}
