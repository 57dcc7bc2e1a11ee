using System.Runtime.InteropServices;
using System.Text.Json;
using ConversationMemory.Data.Summaries;
using ConversationMemory.Services.Exports;

namespace ConversationMemory.Services.Imports.Formats;

/// <summary>Our own JSON, which gives the same rows again.</summary>
internal static class OwnFormat
{
    public const string Name = "conversationmemory";

    public static bool Recognises(JsonElement json) => json.Text("schema")?.StartsWith("conversationmemory.conversation/", StringComparison.Ordinal) == true;

    /// <exception cref="JsonException">It is damaged, or of a version that is not known here.</exception>
    public static IEnumerable<ImportedChat> Read(JsonElement json)
    {
        var whole = JsonExport.Read(JsonMarshal.GetRawUtf8Value(json));
        if (Fault(whole) is { } fault) throw new JsonException(fault);
        return
        [
            new ImportedChat
            {
                Format = Name,
                SourceId = whole.Id.ToString(),
                Title = whole.Title,
                CreatedAt = whole.CreatedAt,
                UpdatedAt = whole.UpdatedAt,
                Messages = [],
                Whole = whole,
                Notes = whole.Partial == true ? [Part(whole)] : [],
            },
        ];
    }

    private static string Part(ConversationExport whole) =>
        $"The file holds a part of the conversation{(whole.Options?.Description() is { } part ? $" ({part})" : "")}; what was left out is not imported.";

    private static IEnumerable<DateTimeOffset> Times(ConversationExport whole) =>
        [whole.CreatedAt, whole.UpdatedAt, whole.ActiveAt, .. whole.Messages.Select(m => m.CreatedAt), .. whole.Summaries.Select(s => s.CreatedAt)];

    // So that there is room for what is said from now on.
    private const int LargestSeq = 1_000_000_000;

    // What no conversation of ours can be, so that it was changed by hand.
    private static string? Fault(ConversationExport whole)
    {
        if (whole.LastSeq > LargestSeq) return $"last_seq is over {LargestSeq}.";
        if (Times(whole).Any(time => time.UtcDateTime.Year is < 1970 or > 3000)) return "A time in it cannot be.";
        var seq = 0;
        foreach (var message in whole.Messages)
        {
            if (message.Seq <= seq || message.Seq > whole.LastSeq) return $"The message with seq {message.Seq} is not after the one before it, or after the last.";
            seq = message.Seq;
        }

        if (whole.FirstSeq < 1 || whole.FirstSeq > whole.LastSeq + 1L) return "first_seq is not between 1 and last_seq.";
        if (whole.Summaries.Zip(whole.Summaries.Skip(1)).Any(pair => pair.First.Version >= pair.Second.Version)) return "Its summaries are not in the order of their versions.";
        var made = whole.Summaries.Where(s => s.Source != SummarySource.Edited).Select(s => s.ThroughSeq).ToList();
        if (made.Distinct().Count() < made.Count) return "Two of its summaries end with the same message.";
        return whole.Summaries.Any(s => s.Version < 1 || s.FromSeq < 1 || s.FromSeq > s.ThroughSeq || s.ThroughSeq > whole.LastSeq) ? "A summary stands for messages that cannot be." : null;
    }
}
