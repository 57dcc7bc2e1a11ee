using System.Text.RegularExpressions;

namespace ConversationMemory.Services.Models.Tools;

/// <summary>Finds the sum in a message, without a language model.</summary>
internal static partial class Sums
{
    /// <summary>Words around a sum that still leave it a sum: “what is 3 * 4”, “how much is it then: 3 * 4”.</summary>
    private const int MaxWordsAround = 5;

    /// <returns>Null: there is none, or the message is about something else.</returns>
    public static string? In(string question)
    {
        var sum = ArithmeticIn(question);
        if (!sum.Success || !Operation().IsMatch(sum.Value) || DateOrPhone().IsMatch(sum.Value))
            return null;
        var around = question.Remove(sum.Index, sum.Length);
        return Words().Count(around) <= MaxWordsAround ? sum.Value.Trim() : null;
    }

    private const string Function = "(?:sqrt|abs|round|floor|ceil|min|max|sin|cos|tan|ln|log|exp)\\s*\\(";

    [GeneratedRegex(
        @"(?:" + Function + @"|\b(?:pi|e|of)\b|[\d.(√π+\-−])(?:" + Function + @"|\b(?:pi|e|of)\b|[\d\s.,;()+\-−–*/×÷·^%√π])*",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex AnyArithmetic();

    /// <summary>The longest run of arithmetic.</summary>
    private static Match ArithmeticIn(string text) =>
        AnyArithmetic().Matches(text).MaxBy(match => match.Length) ?? Match.Empty;

    [GeneratedRegex(@"[\d)πe%]\s*(?:[+\-−–*/×÷·^]|%\s*[\d(]|%?\s*of\b)\s*[\d(√.+\-−a-zπ]|[a-z√]\s*\(|√", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Operation();

    [GeneratedRegex(@"^\s*(?:\d{4}-\d{1,2}-\d{1,2}|\d{1,2}/\d{1,2}/\d{2,4}|[+\d][\d\s]*(?:-\s*\d{2,}){2,})\s*$", RegexOptions.CultureInvariant)]
    private static partial Regex DateOrPhone();

    [GeneratedRegex(@"[\p{L}\p{N}]+", RegexOptions.CultureInvariant)]
    private static partial Regex Words();
}
