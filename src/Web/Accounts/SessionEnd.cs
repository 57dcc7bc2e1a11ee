using Microsoft.AspNetCore.Authentication;

namespace ConversationMemory.Web.Accounts;

public static class SessionEnd
{
    /// <summary>Signs out and has the browser forget what it keeps of the person: drafts and pages.</summary>
    public static Task EndSessionAsync(this HttpContext context)
    {
        context.Response.Headers["Clear-Site-Data"] = "\"cache\", \"storage\"";
        return context.SignOutAsync(Schemes.Session);
    }
}
