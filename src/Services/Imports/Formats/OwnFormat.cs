using System.Runtime.InteropServices;
using System.Text.Json;
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
        return [new ImportedChat { Format = Name, SourceId = whole.Id.ToString(), Title = whole.Title, CreatedAt = whole.CreatedAt, UpdatedAt = whole.UpdatedAt, Messages = [], Whole = whole }];
    }

    // What no conversation of ours can be, so that it was changed by hand.
    private static string? Fault(ConversationExport whole)
    {
        var seq = 0;
        foreach (var message in whole.Messages)
        {
            if (message.Seq <= seq || message.Seq > whole.LastSeq) return $"The message with seq {message.Seq} is not after the one before it, or after the last.";
            seq = message.Seq;
        }

        if (whole.FirstSeq < 1 || whole.FirstSeq > whole.LastSeq + 1L) return "first_seq is not between 1 and last_seq.";
        return whole.Summaries.Any(s => s.FromSeq < 1 || s.FromSeq > s.ThroughSeq || s.ThroughSeq > whole.LastSeq) ? "A summary stands for messages that cannot be." : null;
    }
}
