namespace ConversationMemory.Services.Storage;

/// <summary>What can be said of when the budget will be used up.</summary>
public enum ForecastOutcome
{
    /// <summary>There is no budget to be used up.</summary>
    NoBudget,

    /// <summary>The days measured so far say nothing yet.</summary>
    TooFewDays,

    /// <summary>The size stays as it is, or shrinks.</summary>
    NotGrowing,

    /// <summary>It grows, but will be full later than the days measured so far can tell: not before <see cref="StorageForecast.Earliest"/>.</summary>
    FarAway,

    /// <summary>The budget is used up by <see cref="StorageForecast.About"/>.</summary>
    WillBeFull,

    /// <summary>It is used up already.</summary>
    IsFull,
}

/// <summary>A size on a day.</summary>
public sealed record StoragePoint(DateTimeOffset At, long Bytes);

/// <summary>When the budget will be used up, going by the last weeks.</summary>
/// <param name="About">The likeliest day.</param>
/// <param name="Earliest">Where 19 of 20 times it is not before.</param>
/// <param name="Latest">Where 19 of 20 times it is not after; null: it may never come to that.</param>
/// <param name="BytesPerDay">How fast it grows; below 0: it shrinks. 0 where the days are too few.</param>
public sealed record StorageForecast(
    ForecastOutcome Outcome, DateOnly? About = null, DateOnly? Earliest = null, DateOnly? Latest = null, double BytesPerDay = 0)
{
    /// <summary>Days that a trend is made of, at most and at least.</summary>
    public const int MostDays = 60;

    /// <inheritdoc cref="MostDays"/>
    public const int FewestDays = 7;

    // Weeks say something of months, and nothing of years.
    private const double Foresight = 10;

    // A day that loses more than a tenth was one of cleaning up.
    private const double Cleaned = 0.9;

    // Of the normal distribution: 19 times of 20.
    private const double Likely = 1.96;

    /// <summary>
    /// The trend is the median of the slopes between any two days (Theil and Sen), so that a day of cleaning up or a burst
    /// does not carry it away; its range is Sen's, made wider because a day's size follows from the day before.
    /// </summary>
    /// <param name="points">One a day, in any order; the newest is the size now.</param>
    /// <param name="budget">Bytes; 0: none.</param>
    /// <param name="now">Today.</param>
    public static StorageForecast Of(IEnumerable<StoragePoint> points, long budget, DateTimeOffset now)
    {
        var days = points.Where(p => p.At > now.AddDays(-MostDays) && p.At <= now).OrderBy(p => p.At).ToList();
        if (budget <= 0) return new StorageForecast(ForecastOutcome.NoBudget);
        if (days.Count > 0 && days[^1].Bytes >= budget) return new StorageForecast(ForecastOutcome.IsFull);
        if (days.Count < FewestDays || days[^1].At - days[0].At < TimeSpan.FromDays(FewestDays - 1))
            return new StorageForecast(ForecastOutcome.TooFewDays);
        return Reach(WithoutStep(days), budget - days[^1].Bytes, now);
    }

    private static StorageForecast Reach(List<StoragePoint> days, long room, DateTimeOffset now)
    {
        var (slow, slope, fast) = Range(days, Slopes(days));
        if (slope <= 0) return new StorageForecast(ForecastOutcome.NotGrowing, BytesPerDay: slope);
        var horizon = Foresight * (days[^1].At - days[0].At).TotalDays;
        if (room / slope > horizon)
            return new StorageForecast(ForecastOutcome.FarAway, Earliest: Day(now, Math.Min(room / fast, horizon)), BytesPerDay: slope);
        return new StorageForecast(
            ForecastOutcome.WillBeFull,
            Day(now, room / slope),
            Day(now, room / fast),
            slow > 0 && room / slow <= horizon ? Day(now, room / slow) : null,
            slope);
    }

    /// <summary>Cleaning up once is a step, and says nothing of the growth before and after; doing so again and again is part of the trend.</summary>
    private static List<StoragePoint> WithoutStep(List<StoragePoint> days)
    {
        var cleaned = Enumerable.Range(1, days.Count - 1).Where(day => days[day].Bytes < Cleaned * days[day - 1].Bytes).ToList();
        if (cleaned is not [var step]) return days;
        var lost = days[step - 1].Bytes - days[step].Bytes;
        return [.. days.Select((day, place) => place < step ? day with { Bytes = day.Bytes - lost } : day)];
    }

    private static DateOnly Day(DateTimeOffset now, double days) => DateOnly.FromDateTime(now.UtcDateTime.AddDays(days));

    /// <returns>The slopes between any two days, in bytes a day, the least first.</returns>
    private static List<double> Slopes(List<StoragePoint> days)
    {
        var slopes = new List<double>(days.Count * (days.Count - 1) / 2);
        for (var early = 0; early < days.Count; early++)
            for (var late = early + 1; late < days.Count; late++)
                if (days[late].At > days[early].At) slopes.Add(Slope(days[early], days[late]));
        slopes.Sort();
        return slopes;
    }

    private static double Slope(StoragePoint early, StoragePoint late) =>
        (late.Bytes - early.Bytes) / (late.At - early.At).TotalDays;

    private static (double Slow, double Median, double Fast) Range(List<StoragePoint> days, List<double> slopes)
    {
        double n = days.Count;
        var median = Median(slopes);
        var spread = Likely * Math.Sqrt(n * (n - 1) * (2 * n + 5) / 18 * Inertia(days, median));
        var slow = (int)Math.Floor((slopes.Count - spread) / 2);
        var fast = (int)Math.Ceiling((slopes.Count + spread) / 2);
        return (slopes[Math.Clamp(slow, 0, slopes.Count - 1)], median, slopes[Math.Clamp(fast, 0, slopes.Count - 1)]);
    }

    /// <summary>How much less the days say than as many that had nothing to do with each other; 1: no less.</summary>
    private static double Inertia(List<StoragePoint> days, double slope)
    {
        var rests = days.ConvertAll(day => day.Bytes - slope * (day.At - days[0].At).TotalDays);
        var middle = rests.Average();
        var all = rests.Sum(rest => (rest - middle) * (rest - middle));
        if (all <= 0) return 1;
        var next = Enumerable.Range(1, rests.Count - 1).Sum(day => (rests[day] - middle) * (rests[day - 1] - middle)) / all;
        return next <= 0 ? 1 : (1 + next) / (1 - Math.Min(next, 0.9));
    }

    private static double Median(List<double> sorted) => (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
}
