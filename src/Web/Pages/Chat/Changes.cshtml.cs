using ConversationMemory.Services.Messages.Access;
using ConversationMemory.Web.Accounts;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace ConversationMemory.Web.Pages.Chat;

/// <summary>
/// Tells whoever looks at a conversation that others write in when it has changed: its transcript's ETag as an event, and nothing of what is in
/// it.
/// </summary>
[ForMembers(ConversationRole.Reader)]
public sealed class ChangesModel(ChatReader reader, ChangeFollower follower, IHostApplicationLifetime app, TimeProvider clock) : PageModel
{
    // The browser comes again then, and shows anew who it is.
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken ct)
    {
        if (await reader.VersionAsync(id, ct) is null) return NotFound();
        Response.ContentType = "text/event-stream";
        Response.Headers.CacheControl = "no-store";
        Response.Headers["X-Accel-Buffering"] = "no";
        HttpContext.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        using var time = new CancellationTokenSource(Longest, clock);
        using var any = CancellationTokenSource.CreateLinkedTokenSource(time.Token, app.ApplicationStopping, ct);
        try
        {
            await foreach (var version in follower.FollowAsync(id, any.Token)) await SendAsync("message", PageVersion.OfLog(version, HttpContext), ct);
            // What the page does next tells its reader why.
            await SendAsync("gone", "", ct);
        }
        catch (OperationCanceledException)
        {
            // The reader left, or is to come again.
        }

        return new EmptyResult();
    }

    private async Task SendAsync(string name, string data, CancellationToken ct)
    {
        await Response.WriteAsync($"event: {name}\ndata: {data}\n\n", ct);
        await Response.Body.FlushAsync(ct);
    }
}
