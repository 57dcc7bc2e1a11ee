using System.Security.Cryptography;
using System.Text;
using ConversationMemory.Web.Accounts;
using ConversationMemory.Web.Pages.TagHelpers;
using ConversationMemory.Web.Security;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace ConversationMemory.Web.Pages.Chat;

/// <summary>
/// Lets a browser show a page again that it has: kept for this person only, and asked about each time. A page changes with
/// its data, with the app, and with the cookies that are worked into it.
/// </summary>
internal static class PageVersion
{
    private static readonly string App = typeof(PageVersion).Module.ModuleVersionId.ToString("N");

    /// <summary>The ETag of the whole chat page: the transcript's, and the list of conversations beside it.</summary>
    public static string Of(ChatView chat, HttpContext http)
    {
        var state = new StringBuilder(chat.Version).Append(chat.Count).Append(chat.Meter).Append(chat.Quota);
        foreach (var agent in chat.Composer.Agents) state.Append(agent);
        foreach (var row in chat.Conversations.Shared) state.Append(row);
        foreach (var day in chat.Conversations.Days)
        {
            state.Append(day.Heading);
            foreach (var row in day.Conversations) state.Append(row);
        }

        return Hash(state.ToString(), http);
    }

    /// <summary>Says that the browser may keep the answer, and whether it already has this one.</summary>
    public static bool IsUnchanged(this PageModel page, string version)
    {
        // Last of all, because a page with a form is otherwise marked as not to be kept; the form's token stays good for
        // as long as the cookie that is part of the version.
        var headers = page.Response.Headers;
        page.Response.OnStarting(() =>
        {
            headers.CacheControl = "private, no-cache";
            headers.Remove("Pragma");
            headers.ETag = version;
            headers.Vary = "HX-Request, Cookie";
            return Task.CompletedTask;
        });
        return page.Request.Headers.IfNoneMatch.Any(known => known == version);
    }

    private static string Hash(string state, HttpContext http)
    {
        var antiforgery = http.Request.Cookies[SecurityServices.FormCookie];
        var all = $"{App}|{http.User.UserId()}|{http.User.IsAdmin()}|{ReaderTimeZone.NameOf(http)}|{antiforgery}|{state}";
        return $"\"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(all)).AsSpan(0, 12))}\"";
    }
}
