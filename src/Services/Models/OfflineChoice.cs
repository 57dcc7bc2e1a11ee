using System.Text.RegularExpressions;
using ConversationMemory.Services.Models.Tools;
using Microsoft.Extensions.AI;

namespace ConversationMemory.Services.Models;

/// <summary>Decides which tool serves a message, without a language model.</summary>
internal static partial class OfflineChoice
{
    /// <summary>Words around a sum that still leave it a sum: “what is 3 * 4”, “how much is it then: 3 * 4”.</summary>
    private const int MaxWordsAround = 5;

    /// <returns>Null when no offered tool serves.</returns>
    public static FunctionCallContent? Call(string question, ISet<string> tools)
    {
        if (string.IsNullOrWhiteSpace(question))
            return null;
        if (tools.Contains(Calculator.Name) && Sum(question) is { } expression)
            return new("call_1", Calculator.Name, new Dictionary<string, object?> { ["expression"] = expression });
        if (tools.Contains(CurrentTime.Name) && AsksForTime().IsMatch(question))
            return new("call_1", CurrentTime.Name, new Dictionary<string, object?>());
        if (tools.Contains(SearchConversations.Name))
            return new("call_1", SearchConversations.Name, new Dictionary<string, object?> { ["query"] = question });
        return null;
    }

    private static string? Sum(string question)
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

    [GeneratedRegex(
        @"\bwhat(?:'s|’s| is)?\s+(?:the\s+)?(?:current\s+|exact\s+)?(?:time|date|day|year)\b(?!\s+(?:did|was|of|for|do|does|we|i))" +
        @"|\b(?:current|today's|today’s)\s+(?:time|date)\b|\btime\s+is\s+it\b|\bwie\s+sp(?:ä|ae)t\b|\bwie\s*viel\s+uhr\b|\bwelche[rsn]?\s+(?:tag|datum|uhrzeit)\b" +
        @"|\bquelle\s+heure\b|\bquel\s+jour\b|\bqu[eé]\s+(?:hora|horas|d[ií]a|fecha)\b|\bche\s+or[ae]\b|\bche\s+giorno\b" +
        @"|何時|今日は何日|何曜日|几点|幾點|几号|星期几|现在时间|كم الساعة|который час|какое сегодня|몇\s*시|며칠|\bsaat\s+kaç\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex AsksForTime();
}
