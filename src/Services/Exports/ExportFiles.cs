using System.Data;
using ConversationMemory.Data;
using Microsoft.EntityFrameworkCore;

namespace ConversationMemory.Services.Exports;

/// <summary>Makes files of conversations of the current user.</summary>
public sealed class ExportFiles(AppDbContext db, ConversationExports exports)
{
    /// <param name="id">The conversation.</param>
    /// <param name="format">One of <see cref="ExportFormats.Available"/>.</param>
    /// <param name="ct">Ends the reading.</param>
    /// <returns>Null: no such conversation, or not this person's.</returns>
    public async Task<ExportFile?> MakeAsync(Guid id, ExportFormat format, CancellationToken ct) =>
        await ReadAsync(id, ct) is { } conversation ? Of(conversation, format) : null;

    /// <summary>The file of a conversation that was read already: for an archive, or for many in one file.</summary>
    public static ExportFile Of(ConversationExport conversation, ExportFormat format)
    {
        var name = ExportName.Of(conversation.Title, $"conversation-{conversation.Id}", format.Name());
        return format switch
        {
            ExportFormat.Md => new ExportFile(name, "text/markdown; charset=utf-8", MarkdownExport.Write(conversation)),
            ExportFormat.Json => new ExportFile(name, "application/json; charset=utf-8", JsonExport.Write(conversation)),
            _ => throw new ArgumentOutOfRangeException(nameof(format), format, "This format cannot be had yet."),
        };
    }

    /// <summary>The whole conversation at one moment.</summary>
    /// <returns>Null: no such conversation, or not this person's.</returns>
    public async Task<ConversationExport?> ReadAsync(Guid id, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(IsolationLevel.RepeatableRead, ct);
        return await exports.ReadAsync(id, ct);
    }
}
