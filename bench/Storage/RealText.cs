using System.IO.Compression;
using System.Text.Json;

namespace ConversationMemory.Bench.Storage;

/// <summary>Messages that people and assistants wrote: the public chat logs beside the repository, <c>../shared/data</c>, or else made ones.</summary>
internal static class RealText
{
    /// <param name="file">Such as <c>chat/messages.jsonl.gz</c>.</param>
    /// <returns>The messages in their order, those too long for a chat left out; null where the file is not there.</returns>
    public static IReadOnlyList<string>? Read(string file)
    {
        if (Find(file) is not { } path) return null;
        using var reader = new StreamReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress));
        var texts = new List<string>();
        while (reader.ReadLine() is { } line)
        {
            using var json = JsonDocument.Parse(line);
            var text = json.RootElement.GetProperty("text").GetString()!.Replace("\0", "", StringComparison.Ordinal).Trim();
            if (text.Length is > 0 and <= 20_000) texts.Add(text);
        }

        return texts;
    }

    /// <summary>Where there is nothing real: far more alike than what people write.</summary>
    public static IReadOnlyList<string> Made() =>
        [.. Enumerable.Range(1, 600).Select(n => n % 2 == 1 ? SampleChat.Question(n) : SampleChat.Text(n))];

    public static string? Find(string file)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var candidate = Path.Combine(folder.FullName, "shared", "data", file);
            if (File.Exists(candidate)) return candidate;
        }

        return null;
    }
}
