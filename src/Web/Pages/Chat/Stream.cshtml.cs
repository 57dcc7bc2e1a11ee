using ConversationMemory.Services.Chat;
using ConversationMemory.Services.Messages.Access;
using ConversationMemory.Services.Text.Rendering;
using ConversationMemory.Web.Accounts;
using ConversationMemory.Web.Pages.TagHelpers;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace ConversationMemory.Web.Pages.Chat;

/// <summary>
/// A reply as it is written, as events that htmx swaps into the page. Each connection begins with all the text so far, so
/// that joining late or again doubles nothing, and ends with the finished message.
/// </summary>
[ForMembers(ConversationRole.Reader)]
public sealed class StreamModel(ReplyFollower follower, ChatReader reader, FragmentRenderer fragments, TimeProvider clock) : PageModel
{
    // The first words go out at once; later ones together, because each event makes a browser lay the page out anew.
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(60);

    public async Task<IActionResult> OnGetAsync(Guid id, int seq, CancellationToken ct)
    {
        if (await reader.ReadConversationAsync(id, ct) is null) return NotFound();
        Response.ContentType = "text/event-stream";
        Response.Headers.CacheControl = "no-store";
        Response.Headers["X-Accel-Buffering"] = "no";
        HttpContext.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        try
        {
            if (await FollowAsync(id, seq, ct)) await TellEndAsync(id, seq, ct);
            await Response.WriteAsync("event: end\ndata: \n\n", ct);
            await Response.Body.FlushAsync(ct);
        }
        catch (OperationCanceledException)
        {
            // The reader left; the reply goes on without them.
        }

        return new EmptyResult();
    }

    /// <returns>False: the person may read no more. What the page does next tells them why.</returns>
    private async Task<bool> FollowAsync(Guid id, int seq, CancellationToken ct)
    {
        var markdown = new StreamingMarkdown();
        var text = "";
        var isFirst = true;
        await foreach (var update in follower.FollowAsync(id, seq, ct))
        {
            if (update.Ended) return !update.IsTakenBack;
            text += update.Delta;
            var step = new ReplyStep($"reply-{seq}", isFirst, update.Tools, markdown.Next(text));
            await SendAsync(await fragments.RenderAsync(PageContext, "/Pages/Chat/_ReplyStep.cshtml", step), ct);
            if (text.Length > 0 && !isFirst) await Task.Delay(Pace, clock, ct);
            isFirst = false;
        }

        return true;
    }

    private async Task TellEndAsync(Guid id, int seq, CancellationToken ct)
    {
        // Deleted meanwhile: there is nothing left to show.
        if (await reader.ReadConversationAsync(id, ct) is { } chat)
            await SendAsync(await fragments.RenderAsync(PageContext, "/Pages/Chat/_ReplyEnd.cshtml", new SentView(chat, seq)), ct);
    }

    private async Task SendAsync(string html, CancellationToken ct)
    {
        foreach (var line in html.ReplaceLineEndings("\n").Split('\n')) await Response.WriteAsync($"data: {line}\n", ct);
        await Response.WriteAsync("\n", ct);
        await Response.Body.FlushAsync(ct);
    }
}
