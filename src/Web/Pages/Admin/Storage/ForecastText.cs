using System.Globalization;
using ConversationMemory.Services.Storage;
using ConversationMemory.Web.Pages.TagHelpers;

namespace ConversationMemory.Web.Pages.Admin.Storage;

/// <summary>The forecast in a sentence.</summary>
public static class ForecastText
{
    /// <param name="forecast">The forecast.</param>
    /// <param name="days">How many days were measured.</param>
    /// <param name="today">Dates of another year name it.</param>
    public static string Of(StorageForecast forecast, int days, DateOnly today) => forecast.Outcome switch
    {
        ForecastOutcome.NoBudget => "No budget is set, so there is none to be used up.",
        ForecastOutcome.IsFull => "The budget is used up.",
        ForecastOutcome.TooFewDays => $"Too few days yet for a forecast: it takes {StorageForecast.FewestDays} since the last large change, and {Measured(days)} in all.",
        ForecastOutcome.NotGrowing => "Not growing: at the pace of the last weeks the budget lasts.",
        ForecastOutcome.FarAway =>
            $"Growing by {ByteText.Of(forecast.BytesPerDay)} a day: the budget lasts until {Day(forecast.Earliest, today)}, and for longer than the last weeks can tell.",
        _ => $"Full about {Day(forecast.About, today)}{Range(forecast, today)}, at the pace of the last weeks: {ByteText.Of(forecast.BytesPerDay)} a day.",
    };

    private static string Measured(int days) => days switch
    {
        0 => "none has been measured",
        1 => "one has been measured",
        _ => $"{days} have been measured",
    };

    private static string Range(StorageForecast forecast, DateOnly today) => forecast switch
    {
        { Latest: null } => $" ({Day(forecast.Earliest, today)} at the earliest, and perhaps never)",
        _ when forecast.Earliest == forecast.Latest => "",
        _ => $" (between {Day(forecast.Earliest, today)} and {Day(forecast.Latest, today)})",
    };

    private static string Day(DateOnly? day, DateOnly today) =>
        day?.ToString(day.Value.Year == today.Year ? "d MMMM" : "d MMMM yyyy", CultureInfo.InvariantCulture) ?? "";
}
