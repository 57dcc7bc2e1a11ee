namespace ConversationMemory.Web.Pages.Admin.Jobs;

/// <summary>How long something takes, in the largest unit that says enough.</summary>
internal static class DurationText
{
    public static string Of(TimeSpan time) => time switch
    {
        { TotalSeconds: < 1 } => $"{time.TotalMilliseconds:N0} ms",
        { TotalMinutes: < 1 } => $"{time.TotalSeconds:N0} s",
        { TotalHours: < 1 } => $"{time.TotalMinutes:N0} min",
        { TotalDays: < 1 } => $"{time.TotalHours:N0} h",
        { TotalDays: < 2 } => "1 day",
        _ => $"{time.TotalDays:N0} days",
    };
}
