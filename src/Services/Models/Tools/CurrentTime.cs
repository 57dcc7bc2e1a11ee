using System.ComponentModel;
using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Extensions.AI;

namespace ConversationMemory.Services.Models.Tools;

/// <summary>The tool that tells the date and time.</summary>
public sealed partial class CurrentTime(TimeProvider clock) : Tool
{
    public override string Name => "current_time";

    public override string Does => "tells the time in any time zone";

    public override Dictionary<string, object?>? OfflineArguments(string question) => AsksForTime().IsMatch(question) ? [] : null;

    public override string OfflineAnswer(string result, IDictionary<string, object?> arguments, string question) => $"It is **{result}**.";

    protected override AIFunction Create(ToolUse use) => Function(
        "Tells the current date, weekday and time, in the reader's time zone unless another is given.",
        ([Description("IANA time zone such as Asia/Tokyo; leave out for the reader's own.")] string? time_zone = null) =>
            Tell(clock.GetUtcNow(), Zone(time_zone, use.TimeZone)));

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

    [GeneratedRegex(
        @"\bwhat(?:'s|’s| is)?\s+(?:the\s+)?(?:current\s+|exact\s+)?(?:time|date|day|year)\b(?!\s+(?:did|was|of|for|do|does|we|i))" +
        @"|\b(?:current|today's|today’s)\s+(?:time|date)\b|\btime\s+is\s+it\b|\bwie\s+sp(?:ä|ae)t\b|\bwie\s*viel\s+uhr\b|\bwelche[rsn]?\s+(?:tag|datum|uhrzeit)\b" +
        @"|\bquelle\s+heure\b|\bquel\s+jour\b|\bqu[eé]\s+(?:hora|horas|d[ií]a|fecha)\b|\bche\s+or[ae]\b|\bche\s+giorno\b" +
        @"|何時|今日は何日|何曜日|几点|幾點|几号|星期几|现在时间|كم الساعة|который час|какое сегодня|몇\s*시|며칠|\bsaat\s+kaç\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex AsksForTime();
}
