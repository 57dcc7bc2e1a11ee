using System.IO.Compression;
using System.Text.Json;
using ConversationMemory.Bench.Storage;

namespace ConversationMemory.Bench.Search;

/// <param name="Id">As the questions name it.</param>
/// <param name="IsQuestion">A person wrote it to an assistant.</param>
internal sealed record QualityText(string Id, string Text, bool IsQuestion);

/// <param name="Evidence">The ids of the texts that answer it.</param>
internal sealed record Question(string Text, IReadOnlyList<string> Evidence);

/// <summary>Texts that are searched together, as within one conversation, and questions whose answers among them are known.</summary>
/// <param name="IsDialogue">Its texts follow one another.</param>
internal sealed record QualitySet(IReadOnlyList<QualityText> Texts, IReadOnlyList<Question> Questions, bool IsDialogue = false)
{
    public static IReadOnlyList<QualitySet>? Locomo() => Sets(
        Lines("locomo/conversations.jsonl"), Lines("locomo/questions.jsonl"), "conversation_id",
        turn => new QualityText(Text(turn, "dia_id"), $"{Text(turn, "speaker")}: {Text(turn, "text")} {Text(turn, "image_caption")}", false),
        question => new Question(Text(question, "question"), Strings(question, "evidence")));

    public static IReadOnlyList<QualitySet>? Beam() => Sets(
        Lines("beam/conversations.jsonl.gz"), Lines("beam/questions.jsonl"), "conversation_id",
        message => new QualityText(Text(message, "message_id"), Text(message, "text"), Text(message, "role") == "user"),
        question => new Question(Text(question, "question"), Strings(question, "evidence")));

    public static IReadOnlyList<QualitySet>? Scifact() => Lines("ir/scifact/corpus.jsonl.gz") is not { } corpus ? null :
    [
        new QualitySet(
            [.. corpus.Select(text => new QualityText(Text(text, "id"), $"{Text(text, "title")} {Text(text, "text")}", false))],
            [.. Lines("ir/scifact/queries.jsonl")!.Select(query => new Question(
                Text(query, "text"), [.. query.GetProperty("relevant").EnumerateObject().Select(relevant => relevant.Name)]))]),
    ];

    /// <summary>The memories as texts; what was said until the assistant has to remember as the question.</summary>
    public static IReadOnlyList<QualitySet>? Madial(string language, Func<JsonElement, Question> question) =>
        Lines($"madial/memories_{language}.jsonl") is not { } memories ? null :
        [
            new QualitySet(
                [.. memories.Select(memory => new QualityText(Text(memory, "memory_id"), Text(memory, "event"), false))],
                [.. Lines($"madial/dialogues_{language}.jsonl")!.Select(question)]),
        ];

    public static string Text(JsonElement line, string name) => !line.TryGetProperty(name, out var value) ? "" : value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Null => "",
        _ => value.GetRawText(),
    };

    public static IReadOnlyList<string> Strings(JsonElement line, string name) =>
        [.. line.GetProperty(name).EnumerateArray().Select(value => value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText())];

    private static IReadOnlyList<QualitySet>? Sets(
        IReadOnlyList<JsonElement>? texts, IReadOnlyList<JsonElement>? questions, string by,
        Func<JsonElement, QualityText> text, Func<JsonElement, Question> question) =>
        texts is null || questions is null ? null :
        [
            .. texts.GroupBy(line => Text(line, by)).Select(conversation => new QualitySet(
                [.. conversation.Select(text)], [.. questions.Where(q => Text(q, by) == conversation.Key).Select(question)], IsDialogue: true)),
        ];

    private static List<JsonElement>? Lines(string file)
    {
        if (RealText.Find(file) is not { } path) return null;
        using Stream stored = File.OpenRead(path);
        using var reader = new StreamReader(path.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(stored, CompressionMode.Decompress) : stored);
        var lines = new List<JsonElement>();
        while (reader.ReadLine() is { } line)
        {
            using var document = JsonDocument.Parse(line);
            lines.Add(document.RootElement.Clone());
        }

        return lines;
    }
}
