using System.Net;
using ConversationMemory.Tests.E2E.Fixtures;

namespace ConversationMemory.Tests.E2E.Http;

public sealed class AuditTests(Portal portal) : IClassFixture<Portal>
{
    [Fact]
    public async Task Roles_suspensions_and_keys_are_written_down_with_who_did_it()
    {
        var admin = await portal.SignedInAsOwner();
        var person = await portal.SignedInAs("kim");
        await person.MakeKeyAsync("private name");
        using var revoked = await person.PressAsync("/account/keys", "Revoke private name");
        foreach (var press in new[] { "Make admin: kim@example.org", "Make member: kim@example.org", "Suspend kim@example.org", "Restore kim@example.org" })
            using (await admin.PressAsync("/admin/users?search=kim", press)) { }

        var (kim, root) = (await portal.IdOf("kim"), await portal.IdOf("root"));
        Assert.Equal(
            [$"key.made {kim}", $"key.revoked {kim}", $"role.changed {root}", $"role.changed {root}", $"account.suspended {root}", $"account.restored {root}"],
            await EntriesOfAsync(kim));
        Assert.Equal(0, await portal.Database.ReadAsync<int>("SELECT count(*) FROM app.audit_log WHERE detail::text LIKE '%private name%' OR detail::text LIKE '%cm\\_%'"));
        var page = (await admin.PageAsync("/admin/audit?action=role.changed&person=kim")).QuerySelectorAll("tbody tr").Select(row => row.TextContent).ToList();
        Assert.Equal(2, page.Count);
        Assert.Contains("admin → member", page[0].ReplaceLineEndings(" "), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refused_change_leaves_no_entry()
    {
        var admin = await portal.SignedInAsOwner();
        using var refused = await admin.PressAsync("/admin/users?search=root", "Make member: root@example.org");
        Assert.Empty(await EntriesOfAsync(await portal.IdOf("root")));
    }

    [Fact]
    public async Task Log_is_paged_without_gap_or_repeat_and_filtered_by_day()
    {
        var admin = await portal.SignedInAsOwner();
        await portal.Database.RunAsync("INSERT INTO app.audit_log (action, target_id, at) SELECT 'hold.prevented', n, '2026-05-05T12:00:00Z' FROM generate_series(1, 120) AS n");
        var seen = new List<string>();
        for (var path = "/admin/audit?action=hold.prevented&since=2026-05-05&until=2026-05-05"; path is not null;)
        {
            var page = await admin.PageAsync(path);
            seen.AddRange(page.QuerySelectorAll("tbody tr td:nth-child(4)").Select(c => c.TextContent.Trim()));
            path = page.QuerySelector("p > a.button")?.GetAttribute("href");
        }

        Assert.Equal(Enumerable.Range(1, 120).Reverse().Select(n => $"{n}"), seen);
        Assert.Empty((await admin.PageAsync("/admin/audit?action=hold.prevented&since=2026-05-06")).QuerySelectorAll("tbody tr"));
        Assert.Equal(HttpStatusCode.NotFound, (await admin.GetAsync("/admin/audit?since=nonsense")).StatusCode);
    }

    private async Task<IReadOnlyList<string>> EntriesOfAsync(Guid target)
    {
        await using var command = portal.Database.Maintenance.CreateCommand("SELECT action || ' ' || actor_id FROM app.audit_log WHERE target_id = $1 ORDER BY id");
        command.Parameters.Add(new() { Value = target.ToString() });
        await using var reader = await command.ExecuteReaderAsync();
        var entries = new List<string>();
        while (await reader.ReadAsync()) entries.Add(reader.GetString(0));
        return entries;
    }
}
