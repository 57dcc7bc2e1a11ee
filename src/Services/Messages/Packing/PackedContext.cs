using System.Globalization;
using ConversationMemory.Data.Storage;

namespace ConversationMemory.Services.Messages.Packing;

/// <summary>
/// What replies were made from, while it is packed: the tokens of each message as the difference to what its own row says, which is nearly
/// always the same number. See <c>ContextText</c> for the form.
/// </summary>
internal sealed class PackedContext(IEnumerable<StoredMessage> messages)
{
    private const string Plain = "\"2";
    private const string Packed = "\"d";

    private readonly Dictionary<int, int> tokens = messages.ToDictionary(m => m.Seq, m => m.Tokens);

    /// <returns>What <see cref="Restore"/> makes the same text of; another form of record stays as it is.</returns>
    /// <exception cref="ArgumentException">It looks like one that is packed already.</exception>
    public string? Shorten(string? json)
    {
        if (json is null || !json.StartsWith(Plain + '|', StringComparison.Ordinal))
        {
            return json?.StartsWith(Packed + '|', StringComparison.Ordinal) == true
                ? throw new ArgumentException("The context record is packed already.", nameof(json))
                : json;
        }

        var shortened = Shift(json, Packed, -1);
        return Restore(shortened) == json ? shortened : json;
    }

    public string? Restore(string? json) => json?.StartsWith(Packed + '|', StringComparison.Ordinal) == true ? Shift(json, Plain, 1) : json;

    private string Shift(string json, string version, int sign)
    {
        var parts = json.Split('|');
        parts[0] = version;
        if (parts.Length >= 11) (parts[7], parts[8]) = (Runs(parts[7], sign), Runs(parts[8], sign));
        return string.Join('|', parts);
    }

    private string Runs(string runs, int sign) => string.Join(';', runs.Split(';').Select(run => Run(run, sign)));

    private string Run(string run, int sign)
    {
        var colon = run.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0 || !int.TryParse(run[..colon].TrimStart("abcdefghijklmnopqrstuvwxyz".ToCharArray()), NumberStyles.None, CultureInfo.InvariantCulture, out var seq)) return run;
        return run[..(colon + 1)] + string.Join(' ', run[(colon + 1)..].Split(' ').Select(text => Number(text, sign * tokens.GetValueOrDefault(seq++))));
    }

    private static string Number(string text, int difference)
    {
        var isCut = text.EndsWith('c');
        return int.TryParse(isCut ? text[..^1] : text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? (number + difference).ToString(CultureInfo.InvariantCulture) + (isCut ? "c" : "")
            : text;
    }
}
