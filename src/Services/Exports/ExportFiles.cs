using System.Data;
using ConversationMemory.Data;
using ConversationMemory.Services.Exports.Document;
using ConversationMemory.Services.Exports.Html;
using ConversationMemory.Services.Exports.Pdf;
using ConversationMemory.Services.Exports.PlainText;
using Microsoft.EntityFrameworkCore;

namespace ConversationMemory.Services.Exports;

/// <summary>Makes files of conversations of the current user.</summary>
public sealed class ExportFiles(AppDbContext db, ConversationExports exports, IPdfWriter pdf)
{
    /// <param name="id">The conversation.</param>
    /// <param name="format">Any of them.</param>
    /// <param name="options">What of it.</param>
    /// <param name="ct">Ends the reading.</param>
    /// <returns>Null: no such conversation, or not this person's.</returns>
    /// <exception cref="PdfException">A PDF cannot be had now.</exception>
    public async Task<ExportFile?> MakeAsync(Guid id, ExportFormat format, ExportOptions options, CancellationToken ct) =>
        await ReadAsync(id, ct) is { } conversation ? await OfAsync(conversation, format, options, ct) : null;

    /// <summary>The file of a conversation that was read already, in any format.</summary>
    /// <exception cref="PdfException">A PDF cannot be had now.</exception>
    public async Task<ExportFile> OfAsync(ConversationExport conversation, ExportFormat format, ExportOptions options, CancellationToken ct)
    {
        if (format != ExportFormat.Pdf) return Of(conversation, format, options);
        // Made before anything is answered: what goes wrong can still be told.
        var content = await pdf.WriteAsync(ConversationDocument.Of(conversation, options), ct);
        return new ExportFile(NameOf(conversation, format), format.ContentType(), content);
    }

    /// <summary>The file of a conversation that was read already, for an archive or for many in one file: in any format but PDF.</summary>
    public static ExportFile Of(ConversationExport conversation, ExportFormat format, ExportOptions? options = null)
    {
        var chosen = options ?? ExportOptions.Default(format);
        return new ExportFile(NameOf(conversation, format), format.ContentType(), format switch
        {
            ExportFormat.Md => (output, ct) => ExportParts.WriteAsync(MarkdownExport.Parts(conversation, chosen), output, ct),
            ExportFormat.Json => (output, ct) => JsonExport.WriteAsync(chosen.Of(conversation), output, ct),
            ExportFormat.Html => (output, ct) => ExportParts.WriteAsync(HtmlExport.Parts(ConversationDocument.Of(conversation, chosen)), output, ct),
            ExportFormat.Txt => (output, ct) => ExportParts.WriteAsync(TextExport.Parts(ConversationDocument.Of(conversation, chosen)), output, ct),
            _ => throw new ArgumentOutOfRangeException(nameof(format), format, "A PDF is not made here."),
        });
    }

    /// <summary>The whole conversation at one moment.</summary>
    /// <returns>Null: no such conversation, or not this person's.</returns>
    public async Task<ConversationExport?> ReadAsync(Guid id, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(IsolationLevel.RepeatableRead, ct);
        return await exports.ReadAsync(id, ct);
    }

    private static ExportName NameOf(ConversationExport conversation, ExportFormat format) =>
        ExportName.Of(conversation.Title, $"conversation-{conversation.Id}", format.Name());
}
