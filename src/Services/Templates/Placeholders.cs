using System.Text.RegularExpressions;

namespace ConversationMemory.Services.Templates;

/// <summary>Places in a text to be filled in: <c>{{customer}}</c>. A name has letters, digits, spaces, <c>_</c>, <c>.</c> and <c>-</c>, at most 40 of them.</summary>
public static partial class Placeholders
{
    /// <summary>Each name once, in the order in which they first stand.</summary>
    public static IReadOnlyList<string> In(IEnumerable<string> texts) =>
        [.. texts.SelectMany(text => Place().Matches(text)).Select(Name).Distinct(StringComparer.OrdinalIgnoreCase)];

    /// <summary>Values by name in any case; of two that differ in nothing else the later one, and none that is null.</summary>
    public static IReadOnlyDictionary<string, string> Values(IEnumerable<KeyValuePair<string, string>> values)
    {
        var known = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in values.Where(v => v.Value is not null)) known[name] = value;
        return known;
    }

    /// <summary>Puts values in; what has none stays as it is, and a value is never read for placeholders itself.</summary>
    public static string Fill(string text, IReadOnlyDictionary<string, string> values) =>
        Place().Replace(text, place => values.GetValueOrDefault(Name(place)) is { Length: > 0 } value ? value : place.Value);

    private static string Name(Match place) => place.Groups[1].Value.Trim();

    [GeneratedRegex(@"\{\{\s*([\p{L}\p{N}_][\p{L}\p{M}\p{N}_ .-]{0,39})\s*\}\}", RegexOptions.CultureInvariant)]
    private static partial Regex Place();
}
