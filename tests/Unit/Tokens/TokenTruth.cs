using System.IO.Compression;
using System.Text.Json;

namespace ConversationMemory.Tests.Unit.Tokens;

/// <summary>Texts with their exact token ids: samples of our own, and the shared data set where it lies beside the repository.</summary>
public static class TokenTruth
{
    public sealed record Line(string Encoding, string Text, int[] Ids);

    public static IReadOnlyList<Line> Samples { get; } =
    [
        new("cl100k_base", "hello world", [15339, 1917]),
        new("cl100k_base", "today\n ", [31213, 198, 220]),
        new("cl100k_base", "today\n \n", [31213, 27907]),
        new("cl100k_base", "today\n  \n", [31213, 14211]),
        new("o200k_base", "", []),
        new("o200k_base", "𠮷野家!𠀀a 𠮷s", [172, 254, 106, 115, 28848, 6150, 0, 172, 62313, 222, 64, 220, 172, 254, 106, 115, 82]),
        // A digit beyond U+FFFF does not join the space before it, as a sign there would.
        new("cl100k_base", " 𝟏𝟐𝟑𝟒", [220, 57352, 253, 237, 57352, 253, 238, 57352, 253, 239, 57352, 253, 240]),
        new("o200k_base", " 𝟏𝟐𝟑𝟒", [220, 43120, 253, 237, 43120, 253, 238, 43120, 253, 239, 43120, 253, 240]),
        new("o200k_base", "😀/\n😀 🇺🇳's", [84083, 11124, 84083, 173468, 118, 55506, 111, 6, 82]),
        new("cl100k_base", "😀/\n😀 🇺🇳's", [76460, 222, 6018, 76460, 222, 11410, 229, 118, 9468, 229, 111, 6, 82]),
    ];

    public static IEnumerable<Line> All() => Samples.Concat(Shared());

    private static IEnumerable<Line> Shared()
    {
        if (Find("shared/data/tokens/token_truth.jsonl.gz") is not { } path)
            yield break;
        using var lines = new StreamReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress));
        while (lines.ReadLine() is { } line)
        {
            using var json = JsonDocument.Parse(line);
            foreach (var encoding in new[] { "o200k_base", "cl100k_base" })
            {
                var ids = json.RootElement.GetProperty(encoding).GetProperty("ids").EnumerateArray().Select(id => id.GetInt32());
                yield return new Line(encoding, json.RootElement.GetProperty("text").GetString()!, [.. ids]);
            }
        }
    }

    private static string? Find(string relative)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var path = Path.Combine(folder.FullName, relative);
            if (File.Exists(path))
                return path;
        }
        return null;
    }
}
