using ConversationMemory.Data;
using ConversationMemory.Data.Retention;
using ConversationMemory.Data.RowSecurity;
using ConversationMemory.Services.Audit;
using ConversationMemory.Services.Messages;
using ConversationMemory.Services.Retention;
using ConversationMemory.Tests.E2E.Fixtures;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace ConversationMemory.Tests.E2E.Database;

/// <summary>What the simulator foretells, against what the sweep then does on each of the next 90 days.</summary>
public sealed class PolicyForecastTests
{
    private static readonly Guid Organisation = ConversationMemory.Data.Accounts.Organisation.DefaultId;

    private static readonly DateTimeOffset Now = new(2100, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public static TheoryData<string, PolicyScope, string[]> Proposals => new()
    {
        { "a shorter life", PolicyScope.System, ["ttl_days=14"] },
        { "a longer life", PolicyScope.System, ["ttl_days=60"] },
        { "no end", PolicyScope.System, ["ttl_days=0"] },
        { "a longer notice", PolicyScope.System, ["notice_days=20"] },
        { "no notice at all", PolicyScope.System, ["notice_days=0", "ttl_days=10"] },
        { "an archive", PolicyScope.System, ["at_end=archive", "archive_days=20"] },
        { "an archive that ends after a long notice", PolicyScope.System, ["at_end=archive", "archive_days=40", "notice_days=25"] },
        { "an archive for ever", PolicyScope.System, ["at_end=archive", "archive_days=0"] },
        { "no pins", PolicyScope.System, ["allow_pin=false"] },
        { "everything locked", PolicyScope.System, ["ttl_days=21", "locked=ttl_days", "locked=at_end", "locked=allow_pin"] },
        { "an organisation's own", PolicyScope.Organisation, ["ttl_days=9", "notice_days=3", "locked=notice_days"] },
        { "an agent's own", PolicyScope.Agent, ["ttl_days=5", "notice_days=2", "at_end=archive"] },
        { "a longer life for one agent", PolicyScope.Agent, ["ttl_days=80", "trash_days=1"] },
        { "nothing for the agent any more", PolicyScope.Agent, [] },
    };

    [Theory]
    [MemberData(nameof(Proposals))]
    public async Task Simulator_agrees_with_the_sweep_to_the_row(string what, PolicyScope scope, string[] says)
    {
        await using var database = await TestDatabase.CreateAsync();
        var agent = await ArrangeAsync(database, seed: what.Length);
        var source = new MaintenanceDataSource(database.Maintenance);
        await using var db = new AdminDbContext(new DbContextOptionsBuilder<AdminDbContext>().UseNpgsql(database.Maintenance).Options);
        var policies = Policies(db, source);
        var proposed = await ProposedAsync(policies, scope, scope switch { PolicyScope.Agent => agent, PolicyScope.Organisation => Organisation, _ => Guid.Empty }, says);

        var today = await ForecastAsync(database);
        var simulation = await new PolicySimulator(source, new StoppedClock(Now)).RunAsync(proposed, CancellationToken.None);
        AssertCounts(simulation, proposed: false, today);
        AssertArchive(simulation, proposed: false, await ArchiveForecastAsync(database));
        if (says.Length == 0) await policies.RemoveAsync(scope, proposed.ScopeId, CancellationToken.None);
        else await policies.SaveAsync(proposed, await policies.WiderAsync(scope, Organisation, CancellationToken.None), CancellationToken.None);
        var foretold = await ForecastAsync(database);
        AssertCounts(simulation, proposed: true, foretold);
        var leaving = await ArchiveForecastAsync(database);
        AssertArchive(simulation, proposed: true, leaving);

        var (happened, left, noticed) = await SweepForAsync(database, days: 90);
        Assert.Equal(
            foretold.Where(f => f.EndsAt <= Now.AddDays(90)).Select(f => (f.Id, Max(f.EndsAt, Now), f.AtEnd)).Order(),
            happened.Order());
        Assert.Equal(leaving.Select(l => (l.Id, Max(l.EndsAt, Now))).Order(), left.Order());
        Assert.Equal(foretold.Where(f => f.NoticeAt == Now).Select(f => f.Id).Order(), noticed.Order());
        Assert.NotEmpty(happened);
    }

    private static RetentionPolicies Policies(AdminDbContext db, MaintenanceDataSource source)
    {
        var admin = new CurrentUser { Id = Guid.CreateVersion7() };
        return new RetentionPolicies(db, new AuditLog(db, admin), admin, new MessageWindows(source, Options.Create(new ConversationOptions())));
    }

    private static async Task<RetentionPolicy> ProposedAsync(RetentionPolicies policies, PolicyScope scope, Guid id, string[] says)
    {
        var proposed = scope == PolicyScope.System ? await policies.ReadAsync(scope, id, CancellationToken.None) : new RetentionPolicy { Scope = scope, ScopeId = id };
        proposed.FollowsSettings = false;
        foreach (var (name, value) in says.Select(s => (s.Split('=')[0], s.Split('=')[1])))
        {
            if (name == "locked") proposed.Locked = [.. proposed.Locked, value];
            else PolicyFields.Find(name)!.Set(proposed, value);
        }

        return proposed;
    }

    /// <summary>People, agents and conversations of every kind; whole days of age, so that a sweep a day finds each on its day.</summary>
    /// <returns>An agent with a policy of its own.</returns>
    private static async Task<Guid> ArrangeAsync(TestDatabase database, int seed)
    {
        await database.RunAsync("UPDATE app.retention_policies SET ttl_days = 30, notice_days = 7, trash_days = 3, follows_settings = false");
        var agent = Guid.CreateVersion7();
        await database.RunAsync("""
            INSERT INTO app.agents (id, organisation_id, name, description, system_prompt, tools, max_answer_tokens, created_at, updated_at)
            VALUES ($1, $2, 'Second', '', '', '{}', 100, now(), now())
            """, agent, Organisation);
        await database.RunAsync("INSERT INTO app.retention_policies (scope, scope_id, trash_days, locked, follows_settings) VALUES ('organisation', $1, 4, '{archive_days}', false)", Organisation);
        await database.RunAsync("INSERT INTO app.retention_policies (scope, scope_id, ttl_days, allow_pin, trash_days, follows_settings) VALUES ('agent', $1, 20, false, 2, false)", agent);
        var people = new List<Guid>();
        for (var i = 0; i < 6; i++) people.Add(await database.AddPersonAsync($"person{i}"));
        var random = new Random(seed);
        for (var i = 0; i < 100; i++) await AddAsync(database, people[random.Next(people.Count)], random.Next(2) == 0 ? agent : OwnerTables.DefaultAgent, random);
        await database.RunAsync("INSERT INTO app.holds (owner_id, id, reason) VALUES ($1, gen_random_uuid(), 'All of it')", people[5]);
        return agent;
    }

    private static async Task AddAsync(TestDatabase database, Guid owner, Guid agent, Random random)
    {
        var id = await database.AddConversationAsync(owner);
        for (var i = random.Next(4); i >= 0; i--) await database.AddMessageAsync(owner, id);
        await database.RunAsync("UPDATE app.conversations SET agent_id = $2, active_at = $3 WHERE id = $1", id, agent, Now.AddDays(-random.Next(70)));
        var kind = random.Next(10);
        if (kind is 0) await database.RunAsync("UPDATE app.conversations SET pinned_at = $2 WHERE id = $1", id, Now);
        if (kind is 1) await database.RunAsync("UPDATE app.conversations SET kept_until = $2 WHERE id = $1", id, Now.AddDays(random.Next(-5, 50)));
        if (kind is 2) await database.RunAsync("INSERT INTO app.holds (owner_id, id, conversation_id, reason) VALUES ($1, gen_random_uuid(), $2, 'This one')", owner, id);
        if (kind is 3 or 4) await database.RunAsync("INSERT INTO app.conversation_policies (owner_id, conversation_id, ttl_days) VALUES ($1, $2, $3)", owner, id, random.Next(3) * 25);
        if (kind is 5) await database.RunAsync("INSERT INTO app.conversation_policies (owner_id, conversation_id, at_end, notice_days, allow_pin) VALUES ($1, $2, 'archive', 12, true)", owner, id);
        if (kind is 5 or 6 or 7)
            await database.RunAsync("UPDATE app.conversations SET noticed_at = $2, expires_at = $3 WHERE id = $1", id, Now.AddDays(-7), Now.AddDays(random.Next(-3, 8)));
        if (kind is 8)
            await database.RunAsync("UPDATE app.conversations SET archived_at = $2, expires_at = $3 WHERE id = $1",
                id, Now.AddDays(-random.Next(1, 40)), random.Next(2) == 0 ? Now.AddDays(random.Next(-2, 100)) : DBNull.Value);
        if (kind is 9 && random.Next(2) == 0) await database.RunAsync("UPDATE app.conversations SET deleted_at = $2, expires_at = $3 WHERE id = $1", id, Now.AddDays(-1), Now.AddDays(9));
    }

    private static async Task<IReadOnlyList<Foretold>> ForecastAsync(TestDatabase database)
    {
        await using var command = database.Maintenance.CreateCommand("""
            SELECT id, owner_id, messages, bytes, ends_at, notice_at, at_end
            FROM app.outlook(ARRAY(SELECT p FROM app.resolved_policies p), $1, $2)
            """);
        command.Parameters.Add(new() { Value = Now });
        command.Parameters.Add(new() { Value = Now.AddDays(365) });
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<Foretold>();
        while (await reader.ReadAsync())
        {
            rows.Add(new Foretold(
                reader.GetGuid(0), reader.GetGuid(1), reader.GetInt32(2), reader.GetInt64(3),
                reader.GetFieldValue<DateTimeOffset>(4), reader.GetFieldValue<DateTimeOffset>(5), reader.GetString(6)));
        }

        return rows;
    }

    private static async Task<IReadOnlyList<Leaving>> ArchiveForecastAsync(TestDatabase database)
    {
        await using var command = database.Maintenance.CreateCommand("""
            SELECT id, owner_id, messages, bytes, ends_at FROM app.archive_outlook(ARRAY(SELECT p FROM app.resolved_policies p), $1, $2)
            """);
        command.Parameters.Add(new() { Value = Now });
        command.Parameters.Add(new() { Value = Now.AddDays(90) });
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<Leaving>();
        while (await reader.ReadAsync())
            rows.Add(new Leaving(reader.GetGuid(0), reader.GetGuid(1), reader.GetInt32(2), reader.GetInt64(3), reader.GetFieldValue<DateTimeOffset>(4)));
        return rows;
    }

    private static void AssertArchive(Simulation simulation, bool proposed, IReadOnlyList<Leaving> rows)
    {
        foreach (var days in new[] { 7, 30, 90 })
        {
            var expected = rows.Where(r => r.EndsAt <= Now.AddDays(days)).ToList();
            var told = simulation.Of(proposed, (true, days));
            Assert.Equal(
                (expected.Count, expected.DistinctBy(r => r.Owner).Count(), expected.Sum(r => (long)r.Messages), expected.Sum(r => r.Bytes)),
                (told.Conversations, told.People, told.Messages, told.Bytes));
            Assert.Equal(expected.Count == 0 ? null : expected.Min(r => r.EndsAt), told.First);
        }
    }

    private static void AssertCounts(Simulation simulation, bool proposed, IReadOnlyList<Foretold> rows)
    {
        foreach (var days in new[] { 0, 7, 30, 90 })
        {
            var expected = rows.Where(r => days == 0 ? r.NoticeAt == Now : r.EndsAt <= Now.AddDays(days)).ToList();
            var told = simulation.Of(proposed, (false, days));
            Assert.Equal(
                (expected.Count, expected.DistinctBy(r => r.Owner).Count(), expected.Sum(r => (long)r.Messages), expected.Sum(r => r.Bytes)),
                (told.Conversations, told.People, told.Messages, told.Bytes));
            Assert.Equal(expected.Count == 0 ? null : expected.Min(r => r.EndsAt), told.First);
        }
    }

    private static async Task<(List<(Guid Id, DateTimeOffset At, string To)> Ended, List<(Guid Id, DateTimeOffset At)> Left, IReadOnlyList<Guid> Noticed)> SweepForAsync(TestDatabase database, int days)
    {
        var ended = new List<(Guid, DateTimeOffset, string)>();
        var left = new List<(Guid, DateTimeOffset)>();
        IReadOnlyList<Guid> noticed = [];
        for (var day = 0; day <= days; day++)
        {
            var at = Now.AddDays(day);
            while (await database.ReadAsync<int>("SELECT handled FROM app.sweep('schedule', 1000, NULL, $1)", at) > 0) { }
            ended.AddRange((await IdsAsync(database, "archived_at = $1", at)).Select(id => (id, at, "archive")));
            ended.AddRange((await IdsAsync(database, "deleted_at = $1 AND archived_at IS NULL", at)).Select(id => (id, at, "delete")));
            left.AddRange((await IdsAsync(database, "deleted_at = $1 AND archived_at IS NOT NULL", at)).Select(id => (id, at)));
            if (day == 0) noticed = await IdsAsync(database, "noticed_at = $1 AND (archived_at IS NULL OR archived_at = $1)", at);
        }

        return (ended, left, noticed);
    }

    private static async Task<IReadOnlyList<Guid>> IdsAsync(TestDatabase database, string where, DateTimeOffset at)
    {
        await using var command = database.Maintenance.CreateCommand($"SELECT id FROM app.conversations WHERE {where}");
        command.Parameters.Add(new() { Value = at });
        await using var reader = await command.ExecuteReaderAsync();
        var ids = new List<Guid>();
        while (await reader.ReadAsync()) ids.Add(reader.GetGuid(0));
        return ids;
    }

    private static DateTimeOffset Max(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;

    private sealed record Foretold(Guid Id, Guid Owner, int Messages, long Bytes, DateTimeOffset EndsAt, DateTimeOffset NoticeAt, string AtEnd);

    private sealed record Leaving(Guid Id, Guid Owner, int Messages, long Bytes, DateTimeOffset EndsAt);

    private sealed class StoppedClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
