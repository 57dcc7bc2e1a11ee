using ConversationMemory.Services.Storage;

namespace ConversationMemory.Tests.Unit.Storage;

public sealed class StorageForecastTests
{
    private const long Budget = 500_000_000;

    private static readonly DateTimeOffset Now = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Even_growth_is_full_on_its_day_with_hardly_a_range()
    {
        var forecast = Of(Days(30, day => 100 + 4 * day));
        // 216 MB on the last day: 71 days of 4 MB are left.
        Assert.Equal((ForecastOutcome.WillBeFull, Today(71), Today(71), Today(71)),
            (forecast.Outcome, forecast.About, forecast.Earliest, forecast.Latest));
        Assert.Equal(4_000_000, forecast.BytesPerDay, 1);
    }

    [Fact]
    public void Uneven_growth_has_a_range_around_its_day()
    {
        var random = new Random(7);
        var forecast = Of(Days(40, day => 100 + 4 * day + 20 * random.NextDouble()));
        Assert.Equal(ForecastOutcome.WillBeFull, forecast.Outcome);
        Assert.True(forecast.Earliest < forecast.About && forecast.About < forecast.Latest, $"{forecast}");
        Assert.InRange(forecast.About!.Value, Today(45), Today(70));
    }

    [Fact]
    public void Day_of_cleaning_up_and_a_burst_do_not_carry_the_trend_away()
    {
        var cleaned = Of(Days(40, day => (day < 20 ? 200 : 120) + 2 * day));
        Assert.Equal(2_000_000, cleaned.BytesPerDay, 100_000.0);
        var burst = Of(Days(40, day => 100 + 2 * day + (day is 10 or 11 or 30 ? 150 : 0)));
        Assert.Equal(2_000_000, burst.BytesPerDay, 2_000_000 * 0.15);
    }

    [Fact]
    public void Cleaning_up_each_week_is_part_of_the_trend() =>
        Assert.NotEqual(ForecastOutcome.WillBeFull, Of(Days(56, day => 100 + 5 * (day % 7))).Outcome);

    [Fact]
    public void Size_that_stays_or_shrinks_is_not_growing()
    {
        Assert.Equal(ForecastOutcome.NotGrowing, Of(Days(30, _ => 100)).Outcome);
        Assert.Equal(ForecastOutcome.NotGrowing, Of(Days(30, day => 400 - day)).Outcome);
    }

    [Fact]
    public void Growth_that_may_be_none_has_no_latest_day()
    {
        var random = new Random(3);
        var forecast = Of(Days(14, day => 300 + 0.4 * day + 30 * random.NextDouble()));
        if (forecast.Outcome == ForecastOutcome.WillBeFull) Assert.Null(forecast.Latest);
        else Assert.Contains(forecast.Outcome, new[] { ForecastOutcome.NotGrowing, ForecastOutcome.FarAway });
    }

    [Fact]
    public void Walk_at_random_is_not_foretold_as_closely_as_a_trend()
    {
        var random = new Random(11);
        var size = 200.0;
        var walk = Of(Days(45, _ => size += 2 + 12 * (random.NextDouble() - 0.5)));
        var trend = Of(Days(45, day => 200 + 2 * day + 12 * (random.NextDouble() - 0.5)));
        Assert.True(Width(walk) > 2 * Width(trend), $"{walk} against {trend}");
    }

    [Fact]
    public void Hardly_any_growth_is_far_away_and_names_no_day()
    {
        var forecast = Of(Days(30, day => 100 + 0.001 * day));
        Assert.Equal((ForecastOutcome.FarAway, null, null), (forecast.Outcome, forecast.About, forecast.Latest));
    }

    [Fact]
    public void Weeks_say_nothing_of_years()
    {
        // 400 MB at 0.4 MB a day are 1,000 days; 30 measured days tell of 290.
        var forecast = Of(Days(30, day => 88.4 + 0.4 * day));
        Assert.Equal((ForecastOutcome.FarAway, null, Today(290)), (forecast.Outcome, forecast.About, forecast.Earliest));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(6)]
    public void Few_days_say_nothing(int days) => Assert.Equal(ForecastOutcome.TooFewDays, Of(Days(days, day => 100 + day)).Outcome);

    [Fact]
    public void Many_measurements_within_few_days_say_nothing() =>
        Assert.Equal(ForecastOutcome.TooFewDays, Of(Enumerable.Range(0, 48).Select(hour => new StoragePoint(Now.AddHours(hour - 47), 100 + hour))).Outcome);

    [Fact]
    public void Days_that_are_long_past_do_not_count() =>
        Assert.Equal(ForecastOutcome.TooFewDays, Of(Days(60, day => 100 + day).Select(p => p with { At = p.At.AddDays(-90) })).Outcome);

    [Fact]
    public void Used_up_budget_is_said_whatever_the_trend_and_without_a_budget_nothing()
    {
        Assert.Equal(ForecastOutcome.IsFull, Of(Days(1, _ => 500)).Outcome);
        Assert.Equal(ForecastOutcome.IsFull, Of(Days(30, day => 700 - day)).Outcome);
        Assert.Equal(ForecastOutcome.NoBudget, StorageForecast.Of(Days(30, day => day), 0, Now).Outcome);
    }

    [Fact]
    public void Days_that_are_missing_and_out_of_order_change_nothing()
    {
        var some = Days(30, day => 100 + 4 * day).Where((_, day) => day % 3 != 1).Reverse();
        Assert.Equal(Today(71), Of(some).About);
    }

    private static StorageForecast Of(IEnumerable<StoragePoint> points) => StorageForecast.Of(points, Budget, Now);

    private static List<StoragePoint> Days(int days, Func<int, double> megabytes) =>
        [.. Enumerable.Range(0, days).Select(day => new StoragePoint(Now.AddDays(day - days + 1), (long)Math.Round(megabytes(day) * 1_000_000)))];

    private static DateOnly Today(int plus) => DateOnly.FromDateTime(Now.UtcDateTime).AddDays(plus);

    private static int Width(StorageForecast forecast) => forecast.Latest is { } latest ? latest.DayNumber - forecast.Earliest!.Value.DayNumber : int.MaxValue;
}
