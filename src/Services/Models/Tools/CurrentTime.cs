using System.ComponentModel;
using System.Globalization;
using Microsoft.Extensions.AI;

namespace ConversationMemory.Services.Models.Tools;

/// <summary>The tool that tells the date and time.</summary>
public static class CurrentTime
{
    public const string Name = "current_time";

    /// <param name="readerZone">The reader's IANA time zone, such as <c>Europe/Berlin</c>; null or unknown: UTC.</param>
    public static AIFunction Tool(TimeProvider clock, string? readerZone = null) => ToolFunction.Create(
        Name,
        "Tells the current date, weekday and time, in the reader's time zone unless another is given.",
        ([Description("IANA time zone such as Asia/Tokyo; leave out for the reader's own.")] string? time_zone = null) =>
            Tell(clock.GetUtcNow(), Zone(time_zone, readerZone)));

    private static TimeZoneInfo Zone(string? asked, string? readerZone)
    {
        if (string.IsNullOrWhiteSpace(asked))
            return readerZone is not null && TimeZoneInfo.TryFindSystemTimeZoneById(readerZone, out var own) ? own : TimeZoneInfo.Utc;
        return TimeZoneInfo.TryFindSystemTimeZoneById(asked.Trim(), out var zone)
            ? zone
            : throw new ToolException("This time zone is not known. Use a name such as Europe/Berlin or America/New_York.");
    }

    private static string Tell(DateTimeOffset utc, TimeZoneInfo zone)
    {
        var time = TimeZoneInfo.ConvertTime(utc, zone);
        return string.Create(CultureInfo.InvariantCulture, $"{time:dddd, d MMMM yyyy, HH:mm:ss} ({zone.Id}, UTC{time:zzz})");
    }
}
