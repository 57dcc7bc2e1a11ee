using System.Runtime.CompilerServices;
using System.Text.Json;
using ConversationMemory.Services.Imports.Formats;

namespace ConversationMemory.Services.Imports;

/// <summary>A piece of an upload: a conversation, or why there is none.</summary>
/// <param name="Chat">Null: it cannot be imported.</param>
/// <param name="Problem">Why, in words for its reader.</param>
/// <param name="Label">What to call it then.</param>
public sealed record ImportPiece(ImportedChat? Chat, string? Problem = null, string? Label = null);

/// <summary>
/// Takes an upload apart into its conversations, one after the other, with no more than one of them in memory: a JSON file, or a ZIP of them. What it is
/// follows from what is in it. The same bytes give the same pieces in the same order.
/// </summary>
public sealed class ImportFile(ImportOptions limits)
{
    /// <exception cref="ImportException">Nothing of it can be read.</exception>
    public async IAsyncEnumerable<ImportPiece> ReadAsync(Stream content, [EnumeratorCancellation] CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(content);
        var count = 0;
        var conversations = 0;
        var pieces = await PeekedFile.OpenAsync(content, ct) is { IsZip: false } plain ? PiecesAsync(plain, isAlone: true, ct) : new ImportZip(this, limits).ReadAsync(content, ct);
        await foreach (var piece in pieces)
        {
            if (++count > limits.MaxEntries) throw new ImportException($"The file has more than {limits.MaxEntries:N0} entries. Split it and import the parts.", "too_many");
            if (piece.Chat is not null) conversations++;
            yield return piece;
        }

        if (conversations == 0 && count == 0) throw Unknown();
    }

    internal static ImportException Unknown() => new(
        "There are no conversations in this file that are known here. Send the ZIP or the conversations.json of an export by ChatGPT, Claude, LibreChat, Open WebUI or this portal.", "unknown_format");

    /// <param name="isAlone">It is the upload. Otherwise a file that has nothing to do with conversations is passed over without a word.</param>
    internal async IAsyncEnumerable<ImportPiece> PiecesAsync(PeekedFile file, bool isAlone, [EnumeratorCancellation] CancellationToken ct)
    {
        if (file.Refusal is { } refusal)
        {
            if (isAlone) throw new ImportException(refusal, "unknown_format");
            yield break;
        }

        if (file.IsMarkdown)
        {
            yield return await MarkdownPiece.ReadAsync(file.Content, limits, ct);
            yield break;
        }

        var number = 0;
        var known = 0;
        await foreach (var value in new JsonValues(file.Content, limits.MaxEntryBytes, ImportFormats.Lists).ReadAsync(ct))
        {
            number++;
            foreach (var piece in Pieces(value, number))
            {
                if (piece.Chat is not null || piece.Problem != NoConversation) known++;
                // A settings file in a ZIP is not a damaged conversation.
                if (!isAlone && known == 0) yield break;
                yield return piece;
            }

            if (number > limits.MaxEntries) yield break;
        }

        if (isAlone && known == 0) throw Unknown();
    }

    private const string NoMessages = "There are no messages in it.";
    private const string NoConversation = "This is no conversation of a form that is known here.";

    private string TooLarge =>
        $"It is larger than {limits.MaxEntryBytes / 1_000_000:N0} MB, which is the most that one conversation may have. Take pictures and files out of it, or split it, and import the parts.";

    private List<ImportPiece> Pieces(JsonValueBytes value, int number)
    {
        var label = $"Entry {number:N0}";
        if (value.IsTooLarge) return [new ImportPiece(null, TooLarge, label)];
        if (value.IsCut) return [new ImportPiece(null, "The file ends in the middle of it. Was the download complete?", label)];
        try
        {
            var notes = new List<string>();
            using var json = EntryJson.Parse(value.Bytes, notes);
            var format = ImportFormats.Json.FirstOrDefault(f => f.Recognises(json.RootElement));
            if (format is null) return [new ImportPiece(null, NoConversation, label)];
            List<ImportPiece> pieces = [.. format.Read(json.RootElement).Select(chat => Checked(StorableText.Of(chat with { Notes = [.. notes, .. chat.Notes] }), label))];
            return pieces.Count > 0 ? pieces : [new ImportPiece(null, NoMessages, label)];
        }
        catch (JsonException damaged)
        {
            return [new ImportPiece(null, Words(damaged), label)];
        }
        catch (InvalidOperationException)
        {
            return [new ImportPiece(null, "A name in it is not Unicode.", label)];
        }
    }

    private static ImportPiece Checked(ImportedChat chat, string label) => chat.Whole is null && chat.Messages.Count == 0
        ? new ImportPiece(null, NoMessages, chat.Title ?? label)
        : new ImportPiece(chat);

    // Without the text around the place, which the parser quotes nothing of, and without its own jargon where there is a plain word.
    private static string Words(JsonException damaged) => damaged.Message.Contains("depth", StringComparison.OrdinalIgnoreCase)
        ? "It nests deeper than a conversation does."
        : damaged.Message.Contains("duplicate", StringComparison.OrdinalIgnoreCase)
            ? "It names a field twice, so that it is not clear which one holds."
            : "It is damaged: " + Cut(damaged.Message.Split(" LineNumber", StringSplitOptions.None)[0].Split(" Path:", StringSplitOptions.None)[0]);

    private static string Cut(string text) => text.Length <= 200 ? text : text[..200] + "…";
}
