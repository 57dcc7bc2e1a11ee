using System.IO.Compression;
using System.Text.Json;

namespace ConversationMemory.Tests.Unit.Rendering;

/// <summary>The public test data beside the repository, <c>../shared/data</c>. It is not part of a clone.</summary>
internal static class SharedData
{
    public static string? Folder { get; } = Find();

    /// <summary>One field of each line of a JSON Lines file.</summary>
    public static IEnumerable<string> Texts(string file, string field) =>
        Lines(file).Select(line => line.GetProperty(field)).Where(value => value.ValueKind == JsonValueKind.String).Select(value => value.GetString()!);

    public static IEnumerable<JsonElement> Lines(string file)
    {
        using Stream stored = File.OpenRead(Path.Combine(Folder!, file));
        using var reader = new StreamReader(file.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(stored, CompressionMode.Decompress) : stored);
        while (reader.ReadLine() is { } line)
        {
            using var document = JsonDocument.Parse(line);
            yield return document.RootElement.Clone();
        }
    }

    private static string? Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var candidate = Path.Combine(folder.FullName, "shared", "data");
            if (Directory.Exists(candidate))
                return candidate;
        }
        return null;
    }
}
