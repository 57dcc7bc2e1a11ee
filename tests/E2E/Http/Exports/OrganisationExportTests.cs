using System.IO.Compression;
using System.Net;
using ConversationMemory.Services.Exports.Many;
using ConversationMemory.Tests.E2E.Fixtures;
using Microsoft.Extensions.DependencyInjection;

namespace ConversationMemory.Tests.E2E.Http.Exports;

/// <summary>Everything of the organisation in one file: for its admins, if its owners allow it, and never in silence.</summary>
public sealed class OrganisationExportTests(Portal portal) : IClassFixture<Portal>, IAsyncLifetime
{
    private const string NewExport = "main form[aria-labelledby=new-heading]";
    private const string Policy = "main form[aria-labelledby=policy-heading]";

    private HttpClient owner = null!;

    public async Task InitializeAsync()
    {
        owner = await portal.SignedInAsOwner();
        await portal.Database.RunAsync("UPDATE app.organisations SET allows_exports = false");
        await portal.Database.RunAsync("DELETE FROM app.exports");
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Admins_export_what_members_wrote_if_an_owner_allows_it_and_each_fetch_is_audited()
    {
        var admin = await AdminAsync("admin-exports");
        var member = await portal.SignedInAs("plain-member");
        var talk = await portal.Database.AddTalkAsync(await portal.IdOf("plain-member"), "Of a member");
        var trashed = await portal.Database.AddTalkAsync(await portal.IdOf("plain-member"), "Thrown away");
        await portal.Database.RunAsync("UPDATE app.conversations SET deleted_at = now(), expires_at = now() + interval '9 days' WHERE id = $1", trashed);
        Assert.Equal(HttpStatusCode.Forbidden, (await member.GetAsync("/admin/exports")).StatusCode);
        Assert.Contains("Admins may not export", (await admin.PageAsync("/admin/exports")).Body!.TextContent, StringComparison.Ordinal);
        var before = await LastEntryAsync();

        await AllowAsync(true);
        var run = await StartAsync(admin);
        await Until.TrueAsync(async () => await portal.Database.StateOfExportAsync(run) == "done");
        var link = (await admin.PageAsync("/admin/exports")).QuerySelector("#export-runs a")!.GetAttribute("href")!;
        using var zip = new ZipArchive(new MemoryStream(await admin.GetByteArrayAsync(link)));
        Assert.Contains(talk, await zip.IdsAsync());
        Assert.DoesNotContain(trashed, await zip.IdsAsync());
        Assert.Contains("plain-member@example.org", System.Text.Encoding.UTF8.GetString(await zip.BytesAsync("manifest.json")), StringComparison.Ordinal);

        // By the other door too; and nobody else has it, not even the owner.
        var program = await portal.KeyOf("admin-exports");
        Assert.NotEmpty(await program.GetByteArrayAsync($"/api/exports/{run}/file"));
        foreach (var other in new[] { owner, member }) Assert.Equal(HttpStatusCode.NotFound, (await other.GetAsync(link)).StatusCode);
        Assert.Equal(["exports.allowed", "export.organisation", "export.fetched", "export.fetched"], await EntriesAsync(before));
    }

    [Fact]
    public async Task Owners_alone_allow_it_and_without_that_no_admin_begins_one()
    {
        var admin = await AdminAsync("admin-wishes");
        var page = await admin.PageAsync("/admin/exports");
        Assert.Contains("owners decide", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Null(page.QuerySelector(NewExport));
        using (var allowed = await admin.SubmitAsync("/admin/exports", [("allow", "true")], Policy)) AssertForbidden(allowed);
        Assert.False(await portal.Database.ReadAsync<bool>("SELECT allows_exports FROM app.organisations"));

        // The form of a page that was open before it was forbidden.
        await AllowAsync(true);
        var late = await admin.PageAsync("/admin/exports");
        await AllowAsync(false);
        using var begun = await admin.PostAsync("/admin/exports", new FormUrlEncodedContent(
            [new("__RequestVerificationToken", late.QuerySelector($"{NewExport} input[name=__RequestVerificationToken]")!.GetAttribute("value")!), new("Formats", "Json")]));
        AssertForbidden(begun);
        Assert.Equal(0, await portal.Database.ReadAsync<int>("SELECT count(*) FROM app.exports"));
    }

    [Theory]
    [InlineData("UPDATE app.organisations SET allows_exports = false")]
    [InlineData("UPDATE app.organisation_members SET role = 'member' WHERE user_id = (SELECT id FROM app.users WHERE email = 'admin-falls@example.org')")]
    [InlineData("UPDATE app.users SET suspended_at = now() WHERE email = 'admin-falls@example.org'")]
    public async Task Whoever_may_not_any_more_gets_neither_what_waits_nor_what_was_made(string change)
    {
        var admin = await AdminAsync("admin-falls");
        var person = await portal.IdOf("admin-falls");
        await portal.Database.AddTalkAsync(person, "One");
        await AllowAsync(true);
        var run = await StartAsync(admin);
        await Until.TrueAsync(async () => await portal.Database.StateOfExportAsync(run) == "done");
        Assert.True(await CanFetchAsync(person, run));
        await portal.Database.RunAsync(change);
        Assert.False(await CanFetchAsync(person, run));

        var late = await portal.Database.AddRunningExportAsync(person, "organisation");
        await portal.WorkOnExportAsync(person, late, TimeProvider.System);
        Assert.Equal(0, await portal.Database.ReadAsync<int>("SELECT done FROM app.exports WHERE id = $1", late));
        await portal.Database.RunAsync("UPDATE app.users SET suspended_at = NULL WHERE id = $1", person);
    }

    private async Task<HttpClient> AdminAsync(string name)
    {
        await portal.SignedInAs(name);
        await portal.Database.RunAsync("UPDATE app.organisation_members SET role = 'admin' WHERE user_id = $1", await portal.IdOf(name));
        return await portal.SignedInAs(name);
    }

    private async Task AllowAsync(bool allow)
    {
        using var answer = await owner.SubmitAsync("/admin/exports", [("allow", allow ? "true" : "false")], Policy);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
    }

    private async Task<Guid> StartAsync(HttpClient admin)
    {
        using var started = await admin.SubmitAsync("/admin/exports", [], NewExport);
        Assert.Equal("/admin/exports", started.Headers.Location!.ToString());
        return await portal.Database.ReadAsync<Guid>("SELECT id FROM app.exports WHERE request ->> 'scope' = 'organisation'");
    }

    private async Task<bool> CanFetchAsync(Guid person, Guid run)
    {
        await using var scope = portal.ScopeOf(person);
        return await scope.ServiceProvider.GetRequiredService<ExportDownloads>().OpenAsync(run, default) is not null;
    }

    private static void AssertForbidden(HttpResponseMessage answer) => Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);

    private Task<long> LastEntryAsync() => portal.Database.ReadAsync<long>("SELECT coalesce(max(id), 0) FROM app.audit_log");

    private Task<string[]> EntriesAsync(long after) => portal.Database.ReadAsync<string[]>("SELECT array_agg(action ORDER BY id) FROM app.audit_log WHERE id > $1 AND action LIKE 'export%'", after);
}
