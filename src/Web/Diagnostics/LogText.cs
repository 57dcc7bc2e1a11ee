using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging.Abstractions;

namespace ConversationMemory.Web.Diagnostics;

/// <summary>
/// The text of a log call. Our own calls say ids, counts and names, and are written as they are, unless they quote the exception. A library's
/// may quote a statement, a request or an exception: of them the template is written, with numbers, times and ids put in and words left out.
/// </summary>
internal static partial class LogText
{
    private const string LeftOut = "…";

    public static string Of<TState>(in LogEntry<TState> entry) =>
        IsOurs(entry.Category) ? Unquoted(entry.Formatter?.Invoke(entry.State, null) ?? "", entry.Exception) : OfTemplate(entry.State);

    // The host's own lines, such as the address it listens on, are for whoever started it.
    private static bool IsOurs(string category) =>
        category.StartsWith("ConversationMemory.", StringComparison.Ordinal) || category == "Microsoft.Hosting.Lifetime";

    private static string Unquoted(string text, Exception? exception)
    {
        foreach (var quoted in ExceptionText.All(exception).Select(one => one.Message).Where(message => message.Length > 3))
            text = text.Replace(quoted, LeftOut, StringComparison.Ordinal);
        return text;
    }

    private static string OfTemplate(object? state)
    {
        if (state is not IReadOnlyList<KeyValuePair<string, object?>> pairs) return LeftOut;
        var values = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var (key, value) in pairs) values[key] = value;
        return values.GetValueOrDefault("{OriginalFormat}") is not string template ? LeftOut
            : Places().Replace(template, place => Shown(values.GetValueOrDefault(place.Groups[1].Value)));
    }

    private static string Shown(object? value) => value switch
    {
        null => "null",
        bool or Guid or Enum or DateTime or DateTimeOffset or TimeSpan => Convert.ToString(value, CultureInfo.InvariantCulture)!,
        sbyte or byte or short or ushort or int or uint or long or ulong or float or double or decimal => Convert.ToString(value, CultureInfo.InvariantCulture)!,
        Type type => type.Name,
        _ => LeftOut,
    };

    [GeneratedRegex(@"\{([^{}:,]+)[^{}]*\}", RegexOptions.CultureInvariant)]
    private static partial Regex Places();
}
