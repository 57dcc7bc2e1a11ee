using System.IO.Compression;
using System.Net;
using System.Text;
using ConversationMemory.Tests.E2E.Fixtures;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ConversationMemory.Tests.E2E.Http.Providers;

/// <summary>A provider's key goes in, and to the provider; it comes out nowhere.</summary>
public sealed class ProviderSecretTests(ProviderPortal portal) : IClassFixture<ProviderPortal>
{
    private const string Wrong = "sk-wrong-abcdefghijkl-do-not-tell";
    private const string Header = "header-value-do-not-tell";

    [Fact]
    public async Task Key_is_on_no_page_in_no_log_in_no_export_and_in_no_error()
    {
        await using var talkative = portal.StartAnother(("Logging:LogLevel:Default", "Trace"), ("Logging:LogLevel:Microsoft.EntityFrameworkCore", "Trace"));
        using var logs = new HeardLogs();
        talkative.Services.GetRequiredService<ILoggerFactory>().AddProvider(logs);
        var root = portal.Client(talkative.Address);
        await root.LogInAsync(Portal.EmailOf("root"), Portal.Password);
        var seen = new StringBuilder();

        // Refused, with key and header typed in: neither comes back.
        await HearAsync(root.SubmitAsync("/admin/providers/edit", [("Form.Name", ""), ("Form.Endpoint", "no address"), ("Form.Key", FakeProvider.Key), ("Form.Headers", $"X-Team: {Header}")]));
        await HearAsync(root.SubmitAsync("/admin/providers/edit", [("Form.Name", "Secret"), ("Form.Endpoint", portal.Provider.Endpoint), ("Form.Key", FakeProvider.Key), ("Form.Headers", $"X-Team: {Header}"), ("Form.Models[0].Name", "tide-large")]));
        await HearAsync(root.SubmitAsync("/admin/providers/edit", [("Form.Name", "Secret"), ("Form.Endpoint", portal.Provider.Endpoint), ("Form.Key", FakeProvider.Key)]));
        await HearAsync(root.SubmitAsync("/admin/providers/edit", [("Form.Name", "Secret and wrong"), ("Form.Endpoint", portal.Provider.Endpoint), ("Form.Key", Wrong), ("Form.Models[0].Name", "tide-large")]));
        var (good, wrong) = (await IdAsync("Secret"), await IdAsync("Secret and wrong"));
        await HearAsync(root.SubmitAsync($"/admin/providers/edit/{good}", [("Form.Version", "0"), ("Form.Key", FakeProvider.Key), ("Form.Headers", $"X-Team: {Header}")]));
        foreach (var path in (string[])["/admin/providers", $"/admin/providers/edit/{good}", $"/admin/providers/edit/{wrong}", "/admin/agents", "/admin/agents/edit"])
            await HearAsync(root.GetAsync(path));
        await HearAsync(root.PressAsync("/admin/providers", "Test Secret"));
        await HearAsync(root.PressAsync("/admin/providers", "Test Secret and wrong"));

        var (agent, failing) = (await portal.AgentAsync("Discreet", good), await portal.AgentAsync("Failing", wrong));
        using var program = portal.Client(talkative.Address);
        program.DefaultRequestHeaders.Authorization = (await portal.KeyOf("root")).DefaultRequestHeaders.Authorization;
        foreach (var answer in new[] { await ProviderPortal.AskAsync(program, agent, "Hello"), await ProviderPortal.AskAsync(program, failing, "Hello") })
            seen.Append(answer.Json.ToString());
        Assert.Equal($"Bearer {Wrong}", portal.Provider.Requests[^1].Authorization);
        await HearAsync(root.GetAsync($"/admin/agents/{agent}/versions"));
        await HearAsync(root.GetAsync("/admin/audit"));
        foreach (var path in (string[])["/api/agents", "/api/conversations"]) await HearAsync(program.GetAsync(path));
        await ExportAsync(root, program);

        foreach (var secret in (string[])[FakeProvider.Key, Wrong, Header])
        {
            Assert.DoesNotContain(secret, seen.ToString(), StringComparison.Ordinal);
            Assert.DoesNotContain(secret, logs.Text, StringComparison.Ordinal);
            Assert.Equal(0, await portal.Database.ReadAsync<int>("SELECT count(*) FROM app.audit_log a WHERE strpos(a::text, $1) > 0", secret));
            Assert.Equal(0, await portal.Database.ReadAsync<int>("SELECT count(*) FROM app.providers p WHERE strpos(p::text, $1) > 0", secret));
            Assert.Equal(0, await portal.Database.ReadAsync<int>("SELECT count(*) FROM app.messages m WHERE strpos(m::text, $1) > 0", secret));
        }

        // It was heard at all.
        Assert.Contains("app.providers", logs.Text, StringComparison.Ordinal);
        Assert.Equal(4, await portal.Database.ReadAsync<int>("SELECT count(*) FROM app.audit_log WHERE target_id IN ($1, $2)", good, wrong));

        async Task HearAsync(Task<HttpResponseMessage> asking)
        {
            using var answer = await asking;
            seen.Append(answer.Headers).Append(await answer.Content.ReadAsStringAsync());
        }

        async Task ExportAsync(HttpClient browser, HttpClient client)
        {
            await portal.Database.RunAsync("UPDATE app.organisations SET allows_exports = true");
            using (await browser.SubmitAsync("/admin/exports", [], "main form[aria-labelledby=new-heading]")) { }
            await Until.TrueAsync(() => portal.Database.ReadAsync<bool>("SELECT count(*) = 1 FROM app.exports WHERE state = 'done'"));
            var run = await portal.Database.ReadAsync<string>("SELECT id::text FROM app.exports WHERE state = 'done'");
            using var zip = new ZipArchive(new MemoryStream(await client.GetByteArrayAsync($"/api/exports/{run}/file")));
            Assert.NotEmpty(zip.Entries);
            foreach (var entry in zip.Entries)
            {
                using var reader = new StreamReader(entry.Open());
                seen.Append(await reader.ReadToEndAsync());
            }
        }
    }

    [Fact]
    public async Task Key_goes_to_no_other_address_than_it_was_entered_for()
    {
        var root = await portal.SignedInAsOwner();
        var provider = await portal.EnterAsync("Moves", fields: ("Form.Headers", $"X-Team: {Header}"));
        await using var thief = await FakeProvider.StartAsync();
        var edit = $"/admin/providers/edit/{provider}";
        using var refused = await root.SubmitAsync(edit, [("Form.Endpoint", thief.Endpoint)]);
        Assert.Contains("only to the address they were entered for", (await refused.ReadPageAsync()).GetElementById("Form_Key-error")!.TextContent, StringComparison.Ordinal);
        // A new key alone is not enough: the headers are secret too.
        using var half = await root.SubmitAsync(edit, [("Form.Endpoint", thief.Endpoint), ("Form.Key", "sk-of-the-thief")]);
        Assert.Equal(HttpStatusCode.OK, half.StatusCode);
        // Another path of the same server is the same address.
        using var path = await root.SubmitAsync(edit, [("Form.Endpoint", portal.Provider.Address("/open/v1"))]);
        Assert.Equal(HttpStatusCode.Redirect, path.StatusCode);
        // Nor past the form: what is moved by hand cannot be read.
        await portal.Database.RunAsync("UPDATE app.providers SET endpoint = $1, version = version + 1 WHERE id = $2::uuid", thief.Endpoint, provider);
        Assert.Contains("The stored key cannot be read any more", await portal.TestAsync("Moves"), StringComparison.Ordinal);
        Assert.Empty(thief.Requests);
    }

    [Fact]
    public async Task Key_stays_when_its_field_is_left_empty_and_goes_when_it_is_removed()
    {
        var root = await portal.SignedInAsOwner();
        var provider = await portal.EnterAsync("Stays", fields: ("Form.Headers", "X-Team: one\nX-Other: two"));
        var edit = $"/admin/providers/edit/{provider}";
        using (await root.SubmitAsync(edit, [("Form.Name", "Stays here"), ("Form.RemovedHeaders", "X-Other")])) { }
        Assert.Contains("The key is accepted.", await portal.TestAsync("Stays here"), StringComparison.Ordinal);
        var row = (await root.PageAsync("/admin/providers")).GetElementById($"provider-{provider}")!.TextContent;
        Assert.Contains("X-Team", row, StringComparison.Ordinal);
        Assert.DoesNotContain("X-Other", row, StringComparison.Ordinal);
        using (await root.SubmitAsync(edit, [("Form.RemoveKey", "true")])) { }
        Assert.Contains("wants a key, and none is entered", await portal.TestAsync("Stays here"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_another_master_key_the_key_has_to_be_entered_again()
    {
        var provider = await portal.EnterAsync("Lost");
        var agent = await portal.AgentAsync("Loser", provider);
        using var ada = await portal.KeyOf("ada");
        await using var another = portal.StartAnother(("MasterKey", "another master key than before"));
        var root = portal.Client(another.Address);
        await root.LogInAsync(Portal.EmailOf("root"), Portal.Password);
        using var there = portal.Client(another.Address);
        there.DefaultRequestHeaders.Authorization = ada.DefaultRequestHeaders.Authorization;
        Assert.Equal(HttpStatusCode.BadGateway, (await ProviderPortal.AskAsync(there, agent, "Hello")).Status);
        Assert.Contains("unreadable", (await root.PageAsync("/admin/providers")).GetElementById($"provider-{provider}")!.TextContent, StringComparison.Ordinal);
        using (await root.SubmitAsync($"/admin/providers/edit/{provider}", [("Form.Key", FakeProvider.Key)])) { }
        Assert.Equal(HttpStatusCode.OK, (await ProviderPortal.AskAsync(there, agent, "Hello again")).Status);
    }

    private Task<string> IdAsync(string name) => portal.Database.ReadAsync<string>("SELECT id::text FROM app.providers WHERE name = $1", name);
}
