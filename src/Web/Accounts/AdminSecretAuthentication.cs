using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace ConversationMemory.Web.Accounts;

/// <summary>
/// <c>Authorization: Bearer …</c> with the admin secret, or else with somebody's key. An address that tries many wrong ones
/// waits: 429.
/// </summary>
internal sealed class AdminSecretAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, AdminSecret secret)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    private const string Bearer = "Bearer ";
    private bool blocked;

    private string Address => Context.Connection.RemoteIpAddress?.ToString() ?? "";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        blocked = secret.IsBlocked(Address);
        if (blocked) return AuthenticateResult.Fail("Too many wrong keys.");
        var header = Request.Headers.Authorization.ToString();
        if (header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) && secret.Is(header[Bearer.Length..].Trim()))
            return AuthenticateResult.Success(new AuthenticationTicket(AccountClaims.OfSecret(), Scheme.Name));
        var byKey = await Context.AuthenticateAsync(Schemes.ApiKey);
        if (!byKey.Succeeded) secret.CountWrong(Address);
        return byKey;
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        if (blocked)
        {
            Response.StatusCode = StatusCodes.Status429TooManyRequests;
            Response.Headers.RetryAfter = "60";
            return Task.CompletedTask;
        }

        Response.Headers.WWWAuthenticate = "Bearer";
        return base.HandleChallengeAsync(properties);
    }
}
