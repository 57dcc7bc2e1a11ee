using ConversationMemory.Services.Work;
using ConversationMemory.Tests.E2E.Fixtures;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace ConversationMemory.Tests.E2E.Http;

/// <summary>A portal with a mail server.</summary>
public sealed class JobKindPortal : Portal
{
    public FakeSmtpServer Mail { get; } = FakeSmtpServer.Start();

    protected override IDictionary<string, string?> Settings => new Dictionary<string, string?>(base.Settings)
    {
        ["Mail:Host"] = "127.0.0.1",
        ["Mail:Port"] = Mail.Port.ToString(System.Globalization.CultureInfo.InvariantCulture),
        ["Mail:From"] = "portal@example.org",
        ["Mail:Security"] = "none",
    };

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await Mail.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}

/// <summary>Of each kind one job that the database always refuses, beside ten that are as they should be.</summary>
public sealed class JobKindTests(JobKindPortal portal) : IClassFixture<JobKindPortal>
{
    private TestDatabase Database => portal.Database;

    /// <summary>What the database refuses of the bad one: a change of this table's row where this holds of it.</summary>
    public static TheoryData<string, string, string> Kinds => new()
    {
        { "summary", "summaries", "NEW.conversation_id = '{0}'" },
        { "saved_copy", "saved_copies", "NEW.conversation_id = '{0}'" },
        { "notice_mail", "notice_mails", "NEW.owner_id = '{0}'" },
        { "account_removal", "users", "OLD.id = '{0}'" },
        { "export", "exports", "NEW.id = '{0}' AND NEW.state = 'done'" },
        { "import_read", "imports", "NEW.id = '{0}' AND NEW.state = 'ready'" },
        { "import", "imports", "NEW.id = '{0}' AND NEW.state = 'done'" },
        { "import_undo", "imports", "NEW.id = '{0}' AND NEW.state = 'undone'" },
        { "cleanup", "cleanup_runs", "NEW.id = '{0}' AND NEW.state = 'finished'" },
    };

    [Fact]
    public void Every_kind_is_tried() => Assert.Equal(
        portal.Services.GetServices<JobRegistration>().Where(r => r.Kind.Every is null).Select(r => r.Kind.Name).Order(),
        Kinds.Select(row => (string)row[0]).Order());

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Bad_one_is_given_up_with_its_reason_and_the_ten_beside_it_are_done(string kind, string table, string refused)
    {
        var jobs = new List<(Guid Owner, Guid Subject)>();
        for (var i = 0; i < 11; i++) jobs.Add(await Database.PrepareJobAsync(kind, $"{kind.Replace('_', '-')}{i}"));
        var bad = jobs[3].Subject;
        await RefuseAsync(kind, table, string.Format(System.Globalization.CultureInfo.InvariantCulture, refused, bad));

        foreach (var (owner, subject) in jobs) await Database.AddJobAsync(owner, kind, subject);
        Announce();

        await Until.TrueAsync(() => Database.AreDoneAsync(kind, [.. jobs.Select(job => job.Subject).Where(subject => subject != bad)]), TimeSpan.FromMinutes(1));
        await LastAttemptAsync(kind, bad);
        await Until.TrueAsync(async () => await Database.ReadAsync<string>("SELECT state FROM app.jobs WHERE kind = $1 AND subject = $2", kind, bad) == "dead");
        Assert.Contains("PostgresException P0001", await Database.ReadAsync<string>("SELECT error FROM app.jobs WHERE kind = $1 AND subject = $2", kind, bad), StringComparison.Ordinal);
        Assert.False(await Database.AreDoneAsync(kind, [bad]));
    }

    private void Announce() => portal.Services.GetRequiredService<JobQueue>().Announce();

    // It failed once, and will a last time.
    private async Task LastAttemptAsync(string kind, Guid subject)
    {
        var most = portal.Services.GetServices<JobRegistration>().Single(r => r.Kind.Name == kind).Kind.MostAttempts;
        await Until.TrueAsync(async () => await Database.RunAsync(
            "UPDATE app.jobs SET attempts = $3, not_before = now() WHERE kind = $1 AND subject = $2 AND state = 'waiting' AND attempts > 0", kind, subject, most - 1) == 1);
        Announce();
    }

    private async Task RefuseAsync(string kind, string table, string when)
    {
        await using var setup = NpgsqlDataSource.Create(Database.Connections.Setup);
        await using var command = setup.CreateCommand($$"""
            CREATE FUNCTION app.refuse_{{kind}}() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF {{when}} THEN
                    RAISE EXCEPTION 'Never.';
                END IF;
                RETURN coalesce(NEW, OLD);
            END $$;
            CREATE TRIGGER refuse_{{kind}} BEFORE {{(table == "users" ? "DELETE" : "INSERT OR UPDATE")}} ON app.{{table}} FOR EACH ROW EXECUTE FUNCTION app.refuse_{{kind}}();
            """);
        await command.ExecuteNonQueryAsync();
    }
}
