using System.Globalization;

namespace ConversationMemory.Services.Exports.Document;

/// <summary>The lines of a title block.</summary>
internal static class DocumentFacts
{
    public static IReadOnlyList<DocumentFact> Of(ConversationExport part, ExportOptions options)
    {
        List<DocumentFact> facts =
        [
            new("Agent", part.AgentName),
            new("Messages", Messages(part)),
            new("Begun", Moment(part.CreatedAt, options)),
        ];
        if (part.Messages is [.., var last]) facts.Add(new("Last message", Moment(last.CreatedAt, options)));
        facts.Add(new("Tokens", Number(part.Messages.Sum(m => (long)m.Tokens))));
        if (options.Description() is { } description) facts.Add(new("Part", description));
        facts.Add(new("Times", options.Zone.Equals(TimeZoneInfo.Utc) ? "UTC" : options.Zone.Id));
        return facts;
    }

    private static string Messages(ConversationExport part)
    {
        var gone = part.Options?.FromSeq is null && part.PrunedSeq > 0 ? $"; those up to number {Number(part.PrunedSeq)} are not kept any more" : "";
        return $"{Number(part.Messages.Count)}{gone}";
    }

    private static string Moment(DateTimeOffset moment, ExportOptions options) =>
        ConversationDocument.InZone(moment, options).ToString("d MMMM yyyy, HH:mm", CultureInfo.InvariantCulture);

    private static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
