using System.Globalization;
using ConversationMemory.Web.Pages.TagHelpers;

namespace ConversationMemory.Web.Pages.Account;

/// <summary>When a key expires, as the page offers it.</summary>
internal static class KeyExpiry
{
    public const string Usual = "90";
    private const string Never = "never";
    private const string OnDate = "date";

    public static readonly IReadOnlyList<(string Value, string Text)> Choices =
        [("30", "in 30 days"), (Usual, "in 90 days"), ("365", "in a year"), (OnDate, "after the day chosen here"), (Never, "never")];

    /// <returns>Whether the choice can be made; then when the key stops working, null for never.</returns>
    public static (bool IsPossible, DateTimeOffset? End) Of(string? choice, DateOnly? lastDay, DateTimeOffset now, HttpContext http)
    {
        if (choice == Never) return (true, null);
        if (choice == OnDate) return lastDay is { Year: < 9998 } day && ReaderTimeZone.StartOf(day.AddDays(1), http) is var end && end > now ? (true, end) : default;
        return Choices.Any(known => known.Value == choice) ? (true, now.AddDays(int.Parse(choice!, CultureInfo.InvariantCulture))) : default;
    }
}
