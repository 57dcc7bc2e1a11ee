using System.Globalization;
using System.Text.RegularExpressions;
using ConversationMemory.Tests.E2E.Fixtures;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using static Microsoft.Playwright.Assertions;

namespace ConversationMemory.Tests.E2E.Browser;

/// <summary>Every page there is, opened by everybody there is: no script fails on what somebody is not shown.</summary>
public sealed partial class EveryPageTests(EveryPageTests.SharedTalk talk) : IClassFixture<EveryPageTests.SharedTalk>
{
    // What a browser does not show as a page.
    private static readonly string[] NoPages =
    [
        "chat/{id:guid}/replies/{seq:int}/stream", // events
        "chat/{id:guid}/changes", // events
        "conversations/{id:guid}/export", // a download
    ];

    public enum Visitor
    {
        Owner,
        Writer,
        Reader,
        Stranger,
        Guest,
    }

    public static TheoryData<Visitor> Visitors() => [.. Enum.GetValues<Visitor>()];

    [Theory]
    [MemberData(nameof(Visitors))]
    public async Task Page_opens_without_a_complaint_of_the_browser(Visitor visitor)
    {
        await using var chat = await OpenAsync(visitor);
        var addresses = Pages().Select(Address).ToList();
        Assert.True(addresses.Count > 50, $"There are {addresses.Count} pages.");
        foreach (var address in addresses)
        {
            var answer = await chat.Page.GotoAsync(address);
            Assert.True(answer!.Status < 500, $"{address} answers {answer.Status}.");
            Assert.True(!Faults(chat).Any(), $"{address}: {string.Join("; ", Faults(chat))}");
            chat.Forget();
        }
    }

    [Fact]
    public async Task Reader_of_a_shared_conversation_sees_what_others_write_there()
    {
        await using var reader = await OpenAsync(Visitor.Reader);
        await reader.Page.GotoAsync($"/chat/{talk.Conversation}");
        SharedTalk.Done(await talk.Owner.ChatAsync("Something new for those who read along", talk.Conversation));
        await Expect(reader.Questions.Last).ToContainTextAsync("Something new for those who read along");
        Assert.Empty(reader.Complaints);
    }

    [Fact]
    public async Task Behaviour_that_fails_leaves_the_others_alone()
    {
        await using var chat = await OpenAsync(Visitor.Owner);
        await chat.Page.AddInitScriptAsync("window.ResizeObserver = class { constructor() { throw new Error('no observer today'); } }");
        await chat.Page.GotoAsync($"/chat/{talk.Conversation}");
        Assert.Contains(chat.Complaints, complaint => complaint.Contains("no observer today", StringComparison.Ordinal));
        // Times come after scrolling in the list of behaviours.
        await Expect(chat.Page.Locator("time[data-utc]")).ToHaveCountAsync(0);
        await Expect(chat.Page.Locator("#log time")).Not.ToHaveCountAsync(0);
    }

    [Theory]
    [InlineData(390, 844)]
    [InlineData(640, 400)]
    [InlineData(1280, 800)]
    public async Task Composer_stands_at_the_bottom_however_little_was_said(int width, int height)
    {
        await using var chat = await OpenAsync(Visitor.Owner);
        await chat.Page.SetViewportSizeAsync(width, height);
        foreach (var address in new[] { "/chat/new", $"/chat/{talk.Conversation}" })
        {
            await chat.Page.GotoAsync(address);
            var box = await chat.Page.Locator("#composer").BoundingBoxAsync();
            Assert.InRange(box!.Y + box.Height, height - 2, height + 2);
        }
    }

    private async Task<ChatPage> OpenAsync(Visitor visitor)
    {
        var name = visitor switch
        {
            Visitor.Owner => SharedTalk.OwnersName,
            Visitor.Guest => null,
            _ => visitor.ToString().ToLowerInvariant(),
        };
        return name is null ? await ChatPage.VisitAsync(talk) : await ChatPage.OpenAsync(talk, name);
    }

    // Whoever signs out sees the last page as nobody.
    private IEnumerable<string> Pages() => talk.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        .Where(endpoint => endpoint.Metadata.GetMetadata<PageActionDescriptor>() is not null)
        .Select(endpoint => endpoint.RoutePattern.RawText!.Trim('/'))
        .Except(NoPages)
        .Distinct()
        .OrderBy(pattern => pattern == "account/logout").ThenBy(pattern => pattern, StringComparer.Ordinal);

    private string Address(string pattern) => "/" + Parameter().Replace(pattern, match => (match.Groups[1].Value, pattern.Split('/')[0]) switch
    {
        ("id", "shares") => talk.Link,
        ("id", _) => talk.Conversation,
        ("template", _) => talk.Template,
        ("person" or "owner", _) => talk.OwnerId,
        ("token", _) => talk.Token,
        ("seq", _) => "1",
        ("status", _) => "404",
        ("verb", _) => "retry",
        ("place", _) => "system",
        var (name, _) => throw new InvalidOperationException($"Say what {name} is in {pattern}."),
    });

    // That a page itself is not there for somebody is no fault; what it asks for has to be there.
    // A fragment that is opened by itself names no icon, so the browser looks for one where there is none.
    private static IEnumerable<string> Faults(ChatPage chat) => chat.Complaints.Where(complaint =>
        !complaint.Contains("/favicon.ico:", StringComparison.Ordinal)
        && !(complaint.StartsWith("error: Failed to load resource: the server responded with a status of 4", StringComparison.Ordinal)
            && complaint.Contains($"({chat.Page.Url}:", StringComparison.Ordinal)));

    // A constraint may have braces of its own, but none of ours has.
    [GeneratedRegex(@"\{(\w+)[^}]*\}")]
    private static partial Regex Parameter();

    /// <summary>A conversation with everything that can be made of it, of a person who is an admin too.</summary>
    public sealed class SharedTalk : ChatPortal
    {
        public const string OwnersName = "root";

        public HttpClient Owner { get; private set; } = null!;
        public string OwnerId { get; private set; } = "";
        public string Conversation { get; private set; } = "";
        public string Template { get; private set; } = "";
        public string Link { get; private set; } = "";
        public string Token { get; private set; } = "";

        public override async Task InitializeAsync()
        {
            await base.InitializeAsync();
            Owner = await KeyOf(OwnersName);
            OwnerId = (await IdOf(OwnersName)).ToString();
            Conversation = (await Owner.ChatAsync("A plan for `two`")).Text("conversation_id")!;
            foreach (var visitor in new[] { Visitor.Reader, Visitor.Writer })
            {
                var name = visitor.ToString().ToLowerInvariant();
                await SignedInAs(name);
                Done(await Owner.CallAsync(HttpMethod.Post, $"/api/conversations/{Conversation}/members", new { email = EmailOf(name), role = name }));
            }

            var share = Done(await Owner.CallAsync(HttpMethod.Post, $"/api/conversations/{Conversation}/shares", new { kind = "live" }));
            (Link, Token) = (share.Text("id")!, new Uri(share.Text("address")!).Segments[^1]);
            Template = Done(await Owner.CallAsync(HttpMethod.Post, "/api/templates", new { name = "Plan", conversation_id = Conversation })).Text("id")!;
        }

        public static ApiAnswer Done(ApiAnswer answer)
        {
            Assert.True((int)answer.Status is >= 200 and < 300, string.Create(CultureInfo.InvariantCulture, $"{answer.Status}: {answer.Json}"));
            return answer;
        }
    }
}
