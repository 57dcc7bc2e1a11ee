using System.Text.Encodings.Web;
using ConversationMemory.Services.Accounts;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace ConversationMemory.Web.Accounts;

/// <summary><c>Authorization: Bearer cm_…</c></summary>
internal sealed class ApiKeyAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, AccountLookup accounts)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    private const string Bearer = "Bearer ";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization.ToString();
        if (!header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase)) return AuthenticateResult.Fail("Not a bearer key.");
        var found = await accounts.ByKeyAsync(header[Bearer.Length..].Trim(), Context.RequestAborted);
        return found is not null
            ? AuthenticateResult.Success(new AuthenticationTicket(AccountClaims.OfKey(found), Scheme.Name))
            : AuthenticateResult.Fail("No such key.");
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = "Bearer";
        return base.HandleChallengeAsync(properties);
    }
}
