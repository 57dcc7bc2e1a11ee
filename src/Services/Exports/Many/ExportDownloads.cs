using ConversationMemory.Data;
using ConversationMemory.Data.Accounts;
using ConversationMemory.Data.Exports;
using ConversationMemory.Data.Exports.Queries;
using ConversationMemory.Services.Audit;
using ConversationMemory.Services.Files;
using Microsoft.EntityFrameworkCore;

namespace ConversationMemory.Services.Exports.Many;

/// <summary>
/// Hands out the files of the current user's exports, by whichever door. One of the organisation is had only while its admins may export it, and
/// each time that it is fetched is in the audit log.
/// </summary>
public sealed class ExportDownloads(AppDbContext db, StoredFiles stored, AuditLog audit, MaintenanceDataSource database)
{
    /// <returns>The file and its name; null: there is none, not this person's, or not any more.</returns>
    public async Task<(StoredFileStream Content, string Name)?> OpenAsync(Guid id, CancellationToken ct)
    {
        if (await FindAsync(id, ct) is not { } found) return null;
        var isOfAll = ExportRequest.Of(found.Request).Scope == ExportScope.Organisation;
        if (isOfAll && !await MayExportOrganisation.RunAsync(database, Organisation.DefaultId, db.CurrentUser.RequiredId, ct)) return null;
        if (await stored.OpenAsync(found.File, ct) is not { } content) return null;
        if (isOfAll) await audit.WriteAsync("export.fetched", "export", id.ToString(), null, ct);
        return (content, found.Name);
    }

    private async Task<FoundFile?> FindAsync(Guid id, CancellationToken ct)
    {
        var owner = db.CurrentUser.RequiredId;
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        return await (
            from e in db.Exports
            join f in db.StoredFiles on new { e.OwnerId, Id = e.FileId!.Value } equals new { f.OwnerId, f.Id }
            where e.OwnerId == owner && e.Id == id && e.State == ExportRunState.Done
            select new FoundFile(e.Request, f.Id, f.Name)).SingleOrDefaultAsync(ct);
    }

    private sealed record FoundFile(string Request, Guid File, string Name);
}
