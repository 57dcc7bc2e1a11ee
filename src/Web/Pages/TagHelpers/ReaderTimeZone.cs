namespace ConversationMemory.Web.Pages.TagHelpers;

/// <summary>The reader's time zone, which script stores in the cookie <c>tz</c>; UTC until then.</summary>
public static class ReaderTimeZone
{
    public const string Cookie = "tz";

    public static TimeZoneInfo Of(HttpContext http) =>
        NameOf(http) is { } name && TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) ? zone : TimeZoneInfo.Utc;

    /// <summary>When that day of the reader's begins, as UTC. Days at either end of the calendar are UTC's: their beginning elsewhere could not be told.</summary>
    public static DateTimeOffset StartOf(DateOnly day, HttpContext http)
    {
        var midnight = day.ToDateTime(TimeOnly.MinValue);
        return day.Year is < 2 or > 9998
            ? new DateTimeOffset(midnight, TimeSpan.Zero)
            : new DateTimeOffset(midnight, Of(http).GetUtcOffset(midnight)).ToUniversalTime();
    }

    /// <summary>Script has run in this browser, for nothing else stores the cookie. Not so, it may still run.</summary>
    public static bool IsFromScript(HttpContext http) => http.Request.Cookies.ContainsKey(Cookie);

    /// <summary>The zone's IANA name as the browser gave it, which may be nonsense; null where it gave none.</summary>
    public static string? NameOf(HttpContext http) => http.Request.Cookies[Cookie] is { Length: > 0 and < 64 } name ? name : null;
}
