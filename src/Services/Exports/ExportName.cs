using System.Globalization;
using System.Text;

namespace ConversationMemory.Services.Exports;

/// <summary>What a file is called after a title, on any system.</summary>
/// <param name="Full">In the title's own script.</param>
/// <param name="Ascii">For programs that know no other letters.</param>
public sealed record ExportName(string Full, string Ascii)
{
    // File systems allow 255 bytes; room is left for the ending and for what a browser adds to a name that is taken.
    private const int MostBytes = 180;

    private const string Reserved = "\"*/:<>?\\|%";

    private static readonly string[] Devices = ["CON", "PRN", "AUX", "NUL", .. Enumerable.Range(0, 10).SelectMany(n => new[] { $"COM{n}", $"LPT{n}" })];

    /// <param name="title">Any text.</param>
    /// <param name="otherwise">Takes its place where nothing of it can be in a name; plain letters, digits and hyphens.</param>
    /// <param name="ending">Without the dot.</param>
    public static ExportName Of(string title, string otherwise, string ending)
    {
        var full = Usable(title.EnumerateRunes().Select(r => IsAllowed(r) ? r : new Rune(' ')));
        var ascii = Usable(full.Normalize(NormalizationForm.FormKD).EnumerateRunes().Where(r => r.IsAscii));
        return new ExportName($"{(full.Length > 0 ? full : otherwise)}.{ending}", $"{(ascii.Any(char.IsAsciiLetterOrDigit) ? ascii : otherwise)}.{ending}");
    }

    // Joiners are letters' business in many scripts; other characters of format turn names around or hide in them.
    private static bool IsAllowed(Rune rune) => rune.Value is 0x200C or 0x200D ||
        (!(rune.IsAscii && Reserved.Contains((char)rune.Value, StringComparison.Ordinal)) && Rune.GetUnicodeCategory(rune) is not (
            UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
            or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned));

    // A name that begins with a hyphen is an option to many programs.
    private static string Usable(IEnumerable<Rune> runes)
    {
        var name = new StringBuilder();
        var bytes = 0;
        foreach (var rune in runes)
        {
            if ((bytes += rune.Utf8SequenceLength) > MostBytes) break;
            name.Append(rune);
        }

        var trimmed = string.Join(' ', name.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries)).TrimEnd(' ', '.').TrimStart(' ', '.', '-');
        return Devices.Contains(trimmed.Split('.')[0].TrimEnd(), StringComparer.OrdinalIgnoreCase) ? $"_{trimmed}" : trimmed;
    }
}
