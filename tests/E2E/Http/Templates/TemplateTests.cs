using System.Net;
using ConversationMemory.Tests.E2E.Fixtures;
using Npgsql;

namespace ConversationMemory.Tests.E2E.Http.Templates;

/// <summary>Openings of conversations to begin others with.</summary>
public sealed class TemplateTests(PortalWithModel portal) : IClassFixture<PortalWithModel>
{
    [Fact]
    public async Task Conversation_becomes_a_template_that_asks_for_what_it_leaves_open()
    {
        var browser = await portal.SignedInAs("tina");
        var key = await portal.KeyOf("tina");
        var talk = (await key.ChatAsync("Greet {{customer}}")).Text("conversation_id")!;
        await key.ChatAsync("Now in {{ language }}, {{customer}}", talk);

        using var saved = await browser.SubmitAsync($"/conversations/{talk}/template", [("Form.Name", "For {{customer}}"), ("Form.First", "3")]);
        Assert.Equal(HttpStatusCode.Redirect, saved.StatusCode);
        var template = saved.Headers.Location!.OriginalString;
        using var edited = await browser.SubmitAsync(template, [("Form.Description", "A greeting"), ("Form.Messages[1].Content", "Hello {{customer}}!")]);
        Assert.Equal("/templates", edited.Headers.Location!.OriginalString);
        Assert.Contains("asks for customer, language", (await browser.PageAsync("/templates")).Body!.TextContent, StringComparison.Ordinal);

        using var started = await browser.SubmitAsync($"{template}/start", [("values[customer]", "Eva {{language}}"), ("values[language]", "French"), ("send", "true")]);
        var conversation = started.Headers.Location!.OriginalString.Split('/')[^1];
        await Until.TrueAsync(async () => (await key.MessagesOf(conversation)).Count == 4);
        Assert.Equal(["Greet Eva {{language}}", "Hello Eva {{language}}!", "Now in French, Eva {{language}}", "You said: Now in French, Eva {{language}}"],
            (await key.MessagesOf(conversation)).Select(m => m.GetProperty("content").GetString()));
        Assert.Equal(["user", "assistant", "user", "assistant"], (await key.MessagesOf(conversation)).Select(m => m.GetProperty("role").GetString()));

        using var held = await browser.SubmitAsync($"{template}/start", [("values[customer]", "Ida"), ("values[language]", "Thai"), ("send", "false")]);
        var page = await browser.PageAsync(held.Headers.Location!.OriginalString);
        Assert.Equal("Now in Thai, Ida", page.QuerySelector("textarea#message")!.TextContent.Trim());
        Assert.Equal(2, page.QuerySelectorAll("article").Length);
        Assert.Equal("For Ida", page.QuerySelector("h1")!.TextContent);

        using var deleted = await browser.PressAsync("/templates", "Delete For {{customer}}");
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync(template)).StatusCode);
    }

    [Fact]
    public async Task What_cannot_be_sent_is_refused_in_words_and_leaves_no_conversation_behind()
    {
        var (key, owner) = (await portal.KeyOf("rita"), await portal.IdOf("rita"));
        var talk = (await key.ChatAsync("Ask {{what}}")).Text("conversation_id")!;
        var made = await key.CallAsync(HttpMethod.Post, "/api/templates", new { conversation_id = talk, name = "Asks", first = 1 });
        var before = await CountAsync(owner);
        foreach (var value in new[] { new string('x', 4500), "a\0b" })
        {
            var refused = await key.CallAsync(HttpMethod.Post, $"/api/templates/{made.Text("id")}/start", new { values = new { what = value } });
            Assert.Equal(HttpStatusCode.BadRequest, refused.Status);
            Assert.NotEmpty(refused.Text("detail")!);
        }

        Assert.Equal(before, await CountAsync(owner));

        // Names that differ in case alone are one, and the later value holds.
        using var both = new StringContent("{\"values\": {\"what\": \"one\", \"WHAT\": \"two\"}, \"send\": false}", System.Text.Encoding.UTF8, "application/json");
        Assert.Equal("Ask two", (await key.CallAsync(HttpMethod.Post, $"/api/templates/{made.Text("id")}/start", both)).Text("draft"));
    }

    [Fact]
    public async Task Template_that_ends_with_a_long_reply_can_be_started()
    {
        var (browser, key, owner) = (await portal.SignedInAs("lena"), await portal.KeyOf("lena"), await portal.IdOf("lena"));
        portal.When("Tell me all about {{x}}", ModelScript.Answers(new string('y', 9000) + " {{x}}"));
        var talk = (await key.ChatAsync("Tell me all about {{x}}")).Text("conversation_id")!;
        // All of it, because no part was chosen.
        var made = await key.CallAsync(HttpMethod.Post, "/api/templates", new { conversation_id = talk, name = "Long" });
        Assert.Equal(HttpStatusCode.Created, made.Status);
        using var started = await browser.SubmitAsync($"/templates/{made.Text("id")}/start", [("values[x]", "it")]);
        Assert.Equal(HttpStatusCode.Redirect, started.StatusCode);
        var messages = await key.MessagesOf(started.Headers.Location!.OriginalString.Split('/')[^1]);
        Assert.Equal(["Tell me all about it", new string('y', 9000) + " it"], messages.Select(m => m.GetProperty("content").GetString()));

        // A reply of which nothing is left is no message; it is said, and nothing is kept of the attempt.
        await portal.Database.RunAsync("UPDATE app.templates SET messages = '[{\"role\": \"user\", \"content\": \"Q\"}, {\"role\": \"assistant\", \"content\": \"{{x}}\"}]' WHERE owner_id = $1", owner);
        var before = await CountAsync(owner);
        Assert.Equal(HttpStatusCode.BadRequest, (await key.CallAsync(HttpMethod.Post, $"/api/templates/{made.Text("id")}/start", new { values = new { x = " " } })).Status);
        Assert.Equal(before, await CountAsync(owner));
    }

    private Task<int> CountAsync(Guid owner) => portal.Database.ReadAsync<int>("SELECT count(*) FROM app.conversations WHERE owner_id = $1", owner);

    [Fact]
    public async Task Templates_of_the_organisation_are_made_by_admins_and_used_by_everybody()
    {
        var owner = await portal.SignedInAsOwner();
        var (rootKey, ben) = (await portal.KeyOf("root"), await portal.KeyOf("ben"));
        var talk = (await rootKey.ChatAsync("Report on {{week}}")).Text("conversation_id")!;
        var made = await rootKey.CallAsync(HttpMethod.Post, "/api/templates", new { conversation_id = talk, name = "Weekly", first = 1, for_organisation = true });
        Assert.Equal(HttpStatusCode.Created, made.Status);
        await rootKey.CallAsync(HttpMethod.Post, "/api/templates", new { conversation_id = talk, name = "Mine", first = 1 });

        Assert.Equal(["Weekly"], (await ben.GetJsonAsync("/api/templates"))["templates"].EnumerateArray().Select(t => t.GetProperty("name").GetString()));
        var started = await ben.CallAsync(HttpMethod.Post, $"/api/templates/{made.Text("id")}/start", new { values = new { week = "42" }, send = false });
        Assert.Equal("Report on 42", started.Text("draft"));
        Assert.Empty(await ben.MessagesOf(started.Text("conversation_id")!));
        Assert.Equal(HttpStatusCode.NotFound, (await (await portal.SignedInAs("ben")).GetAsync($"/templates/{made.Text("id")}")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await owner.GetAsync($"/templates/{made.Text("id")}")).StatusCode);

        var mine = (await ben.ChatAsync("Hello")).Text("conversation_id")!;
        var refused = await ben.CallAsync(HttpMethod.Post, "/api/templates", new { conversation_id = mine, name = "For all", for_organisation = true });
        Assert.Equal((HttpStatusCode.Forbidden, "admins_only"), (refused.Status, refused.Text("code")));
        Assert.Equal(HttpStatusCode.NotFound, (await ben.CallAsync(HttpMethod.Post, "/api/templates", new { conversation_id = talk, name = "Theirs" })).Status);
    }

    [Fact]
    public async Task Database_lets_admins_alone_offer_templates_to_the_organisation()
    {
        const string insert = """
            INSERT INTO app.templates (owner_id, id, organisation_id, name, description, agent_id, messages)
            VALUES ($1, gen_random_uuid(), '01900000-0000-7000-8000-000000000001', 'All', '', $2, '[]')
            """;
        var (ben, admin) = (await portal.Database.AddPersonAsync("member"), await portal.Database.AddPersonAsync("admin", "admin"));
        await using (var session = await portal.Database.AsAsync(ben))
            await Assert.ThrowsAsync<PostgresException>(() => session.RunAsync(insert, ben, OwnerTables.DefaultAgent));
        await using var other = await portal.Database.AsAsync(admin);
        Assert.Equal(1, await other.RunAsync(insert, admin, OwnerTables.DefaultAgent));
        await other.CommitAsync();
        await using var reader = await portal.Database.AsAsync(ben);
        Assert.Equal(1, await reader.ReadAsync<int>("SELECT count(*) FROM app.templates WHERE owner_id = $1", admin));
        Assert.Equal(0, await reader.RunAsync("UPDATE app.templates SET name = 'Mine'"));
        Assert.Equal(0, await reader.RunAsync("DELETE FROM app.templates"));
    }
}
