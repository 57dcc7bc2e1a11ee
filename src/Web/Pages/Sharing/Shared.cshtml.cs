using ConversationMemory.Data.Chat;
using ConversationMemory.Data.Sharing.Queries;
using ConversationMemory.Services.Sharing;
using ConversationMemory.Services.Text.Rendering;
using ConversationMemory.Web.Operations;
using ConversationMemory.Web.Pages.Chat;
using ConversationMemory.Web.Security;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;

namespace ConversationMemory.Web.Pages.Sharing;

/// <summary>
/// What a link shows, to anybody who has its address. Needs no session; the form needs no token, because a passphrase said in somebody's name
/// shows them only what they could see anyway.
/// </summary>
[AllowAnonymous]
[IgnoreAntiforgeryToken]
[WorksReadOnly]
[EnableRateLimiting(RateLimits.Share)]
public sealed class SharedModel(ShareReader shares, ShareSecrets secrets) : PageModel
{
    private const string Cookie = "share";
    private const int PageSize = 100;

    /// <summary>Null: the link does not work, or asks for its passphrase.</summary>
    public SharedConversation? Conversation { get; private set; }

    public IReadOnlyList<MessageView> Messages { get; private set; } = [];

    public bool AsksForPassphrase { get; private set; }

    public string? Problem { get; private set; }

    /// <summary>From 1 on.</summary>
    public int Number { get; private set; }

    public int Pages { get; private set; }

    public async Task<IActionResult> OnGetAsync(string token, int? number, CancellationToken ct)
    {
        if (await shares.FindAsync(token, ct) is not { } link) return Gone();
        if (!secrets.IsOpen(link, Request.Cookies[Cookie]))
        {
            AsksForPassphrase = true;
            return Page();
        }

        return await ShowAsync(link, Math.Max(1, number ?? 1), ct);
    }

    public async Task<IActionResult> OnPostAsync(string token, string? passphrase, CancellationToken ct)
    {
        if (await shares.FindAsync(token, ct) is not { } link) return Gone();
        if (ShareSecrets.IsPassphrase(link, passphrase))
        {
            Response.Cookies.Append(Cookie, secrets.Pass(link), new CookieOptions
            {
                Path = $"/s/{token}",
                HttpOnly = true,
                Secure = Request.IsHttps,
                SameSite = SameSiteMode.Lax,
                MaxAge = ShareSecrets.PassLifetime,
            });
            return LocalRedirect($"/s/{token}");
        }

        AsksForPassphrase = true;
        Problem = "That is not the passphrase. Check capitals and spaces, or ask whoever sent you the link.";
        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return Page();
    }

    private async Task<IActionResult> ShowAsync(FoundLink link, int number, CancellationToken ct)
    {
        if (await shares.ReadAsync(link, ct) is not { } shared) return Gone();
        Conversation = shared;
        Pages = Math.Max(1, (shared.Messages.Count + PageSize - 1) / PageSize);
        Number = Math.Min(number, Pages);
        Messages = [.. shared.Messages.Skip((Number - 1) * PageSize).Take(PageSize).Select(View)];
        if (Number == 1 && IsOpened) await shares.CountAsync(link, ct);
        return Page();
    }

    // Programs that look whether it is there, and browsers that fetch ahead, have not read it.
    private bool IsOpened => HttpMethods.IsGet(Request.Method)
        && !Request.Headers["Sec-Purpose"].ToString().Contains("prefetch", StringComparison.OrdinalIgnoreCase);

    // The same answer to a link that never was, and to one that has ended.
    private PageResult Gone()
    {
        Response.StatusCode = StatusCodes.Status404NotFound;
        return Page();
    }

    private MessageView View(SharedMessage message) => new()
    {
        ConversationId = Guid.Empty,
        Seq = message.Seq,
        Role = message.Role,
        Status = message.Status,
        Author = message.Role switch
        {
            MessageRole.User => message.ByMember ? "Another person" : "Person",
            MessageRole.Assistant => Conversation!.AgentName,
            MessageRole.System => "System",
            _ => "Tool",
        },
        At = message.CreatedAt,
        Body = message.Role == MessageRole.User ? SafeMarkdown.TypedToHtml(message.Content) : SafeMarkdown.ToHtml(message.Content),
        ToolCalls = message.Tools,
        IsFixed = true,
    };
}
