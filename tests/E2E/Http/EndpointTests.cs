using System.Net;
using ConversationMemory.Tests.E2E.Fixtures;
using ConversationMemory.Web.Accounts;
using ConversationMemory.Web.Endpoints;
using ConversationMemory.Web.Operations;
using ConversationMemory.Web.Security;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace ConversationMemory.Tests.E2E.Http;

/// <summary>Every endpoint that is mapped, found by itself: it carries the rules that guard it, or says that it needs none.</summary>
public sealed class EndpointTests(Portal portal) : IClassFixture<Portal>
{
    private static readonly Type[] Rules =
        [typeof(Credentials), typeof(ErrorShape), typeof(FormToken), typeof(WhileReadOnlyAttribute), typeof(CostsAttribute)];

    [Fact]
    public void Every_endpoint_carries_every_rule()
    {
        var missing = portal.Endpoints().SelectMany(endpoint => Rules
            .Where(rule => !endpoint.Metadata.Any(rule.IsInstanceOfType))
            .Select(rule => $"{Name(endpoint)} has no {rule.Name}: map it through a Door."));
        Assert.Empty(missing);
    }

    [Fact]
    public void What_matches_no_endpoint_is_refused_as_its_neighbours_would_refuse_it()
    {
        foreach (var endpoint in portal.Endpoints())
        {
            var door = Door.Of($"/{endpoint.RoutePattern.RawText!.TrimStart('/')}");
            Assert.True(door.Rules.Contains(endpoint.Metadata.GetMetadata<ErrorShape>()!), $"{Name(endpoint)} tells errors in another way than its door.");
        }
    }

    /// <summary>What is open to everybody is listed here, so that nothing becomes so by accident.</summary>
    [Fact]
    public void Nothing_is_open_to_everybody_but_this()
    {
        var open = portal.Endpoints()
            .Where(e => e.Metadata.GetMetadata<IAuthorizeData>() is null || e.Metadata.GetMetadata<IAllowAnonymous>() is not null)
            .Select(e => e.Route())
            .Where(path => !IsFile(path))
            .Distinct().Order();
        Assert.Equal(
            [
                "/", "/account/closed", "/account/login", "/account/logout", "/account/register", "/errors/{status}", "/health/live", "/health/ready",
                "/openapi/{documentName}.json", "/s/{token}",
            ],
            open);
    }

    [Fact]
    public void Who_may_use_what_is_about_one_conversation_is_said()
    {
        var silent = portal.Endpoints()
            .Where(e => e.RoutePattern.RawText is { } path && (path.Contains("conversations/{id", StringComparison.Ordinal) || path.Contains("chat/{id", StringComparison.Ordinal)))
            .Where(e => !e.RoutePattern.RawText!.Contains("admin/", StringComparison.Ordinal))
            .Where(e => e.Metadata.GetMetadata<ForMembersAttribute>() is null)
            .Select(Name);
        Assert.Empty(silent);
    }

    [Fact]
    public void Every_call_that_takes_keys_says_which()
    {
        var silent = portal.Endpoints()
            .Where(e => e.Metadata.GetMetadata<Credentials>() is { TakesKeys: true } && e.Metadata.OfType<KeyAccess>().Count() != 1)
            .Select(Name);
        Assert.Empty(silent);
    }

    [Fact]
    public async Task A_session_without_a_form_token_changes_nothing_anywhere()
    {
        var ada = await portal.SignedInAs("ada");
        foreach (var endpoint in portal.Endpoints().Where(e => !IsFile(e.RoutePattern.RawText!)))
        {
            if (endpoint.Metadata.GetMetadata<FormToken>() == FormToken.None || endpoint.Metadata.GetMetadata<IgnoreAntiforgeryTokenAttribute>() is not null) continue;
            foreach (var method in endpoint.Methods().Where(method => method != HttpMethod.Get))
            {
                using var request = new HttpRequestMessage(method, endpoint.Address()) { Content = new FormUrlEncodedContent([new("message", "From elsewhere")]) };
                using var answer = await ada.SendAsync(request);
                // What is for admins is closed before its form is looked at; an upload says kindly that it was refused.
                var isAdmins = endpoint.Address().StartsWith("/admin/", StringComparison.Ordinal) || answer.StatusCode == HttpStatusCode.Forbidden;
                var expected = isAdmins && endpoint.Address().Contains("admin/", StringComparison.Ordinal) ? HttpStatusCode.Forbidden
                    : endpoint.Metadata.GetMetadata<FormToken>() == FormToken.ByEndpoint ? HttpStatusCode.Redirect
                    : HttpStatusCode.BadRequest;
                Assert.True(answer.StatusCode == expected, $"{method} {Name(endpoint)} answered {answer.StatusCode}");
            }
        }
    }

    private static string Name(RouteEndpoint endpoint) => $"{endpoint.DisplayName} ({endpoint.RoutePattern.RawText})";

    private static bool IsFile(string path) => Path.HasExtension(path) && !path.EndsWith("}.json", StringComparison.Ordinal);
}
