namespace ConversationMemory.Web.Pages.Look;

/// <summary>The reader's time zone, which script stores in the cookie <c>tz</c>; UTC until then.</summary>
public static class ReaderTimeZone
{
    public const string Cookie = "tz";

    public static TimeZoneInfo Of(HttpContext http)
    {
        var name = http.Request.Cookies[Cookie];
        return name is { Length: > 0 and < 64 } && TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) ? zone : TimeZoneInfo.Utc;
    }
}
