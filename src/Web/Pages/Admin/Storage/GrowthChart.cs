using System.Globalization;
using ConversationMemory.Data.Storage;
using ConversationMemory.Services.Storage;
using ConversationMemory.Web.Pages.TagHelpers;

namespace ConversationMemory.Web.Pages.Admin.Storage;

/// <summary>The size of each day as lines of a drawing, and as a table.</summary>
/// <param name="Line">The path along the days.</param>
/// <param name="Area">The path around what is below the line.</param>
/// <param name="BudgetY">How far down the budget lies; null: above the drawing, or none is set.</param>
/// <param name="Scale">Labels of the lines across, from the top.</param>
/// <param name="Days">The newest first.</param>
public sealed record GrowthChart(string Line, string Area, double? BudgetY, IReadOnlyList<string> Scale, IReadOnlyList<StorageSnapshot> Days)
{
    /// <summary>The drawing's own units; it is stretched to the room there is.</summary>
    public const int Width = 600;

    /// <inheritdoc cref="Width"/>
    public const int Height = 160;

    private const int Steps = 4;

    // A budget far above the line would press it flat: then the drawing ends below the budget.
    private const int Flat = 3;

    // Between the line of the budget and the upper edge.
    private const double Air = 1.04;

    public StorageSnapshot First => Days[^1];

    public StorageSnapshot Last => Days[0];

    /// <param name="days">The oldest first.</param>
    /// <param name="budget">What may be used.</param>
    /// <returns>Null: a line needs two days.</returns>
    public static GrowthChart? Of(IReadOnlyList<StorageSnapshot> days, StorageBudget budget)
    {
        if (days.Count < 2) return null;
        var most = days.Max(day => day.Bytes);
        var showsBudget = budget.Bytes > 0 && budget.Bytes <= most * Flat;
        var step = Round(Math.Max(most, showsBudget ? budget.Bytes * Air : 0) / Steps);
        var top = step * Steps;
        var line = "M" + string.Join('L', days.Select(day => Point(X(day, days), Y(day.Bytes, top))));
        return new GrowthChart(
            line,
            $"{line}L{Point(Width, Height)}L{Point(0, Height)}Z",
            showsBudget ? Y(budget.Bytes, top) : null,
            [.. Enumerable.Range(0, Steps).Select(line => ByteText.Of(step * (Steps - line))), "0"],
            [.. days.Reverse()]);
    }

    private static double X(StorageSnapshot day, IReadOnlyList<StorageSnapshot> days) =>
        Width * (double)(day.Day.DayNumber - days[0].Day.DayNumber) / (days[^1].Day.DayNumber - days[0].Day.DayNumber);

    private static double Y(double bytes, double top) => Height * (1 - bytes / top);

    private static string Point(double x, double y) => string.Create(CultureInfo.InvariantCulture, $"{x:0.#} {y:0.#}");

    // Up to the next number that reads well.
    private static double Round(double step)
    {
        var size = Math.Pow(10, Math.Floor(Math.Log10(Math.Max(1, step))));
        return size * new[] { 1, 1.25, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10 }.First(number => size * number >= step);
    }
}
