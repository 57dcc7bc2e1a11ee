using ConversationMemory.Data;
using ConversationMemory.Data.Conversations;
using ConversationMemory.Data.Imports;
using ConversationMemory.Services.Files;
using ConversationMemory.Services.Imports.Formats;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace ConversationMemory.Services.Imports;

/// <summary>Looks an upload of the current user through and lists what is in it. One that was interrupted begins anew.</summary>
public sealed class ImportReader(AppDbContext db, StoredFiles files, ImportJobs jobs, IOptions<ImportOptions> options)
{
    private const int Batch = 200;

    /// <exception cref="ImportException">Nothing of it can be read.</exception>
    public async Task RunAsync(Guid id, CancellationToken ct)
    {
        var run = await BeginAsync(id, ct);
        await using var content = run.FileId is { } file ? await files.OpenAsync(file, ct) : null;
        if (content is null) throw Gone();
        var formats = new Dictionary<string, int>();
        var seen = new HashSet<string>();
        var waiting = new List<(ImportEntry Entry, Guid? Id)>();
        var (position, longestCalls) = (0, 0);
        await foreach (var piece in new ImportFile(options.Value).ReadAsync(content, ct))
        {
            foreach (var entry in Entries(id, piece, position))
            {
                waiting.Add((entry, piece.Chat is { } ours ? OwnIdOf(ours) : null));
                position++;
            }

            if (piece.Chat is { } chat)
            {
                formats[chat.Format] = formats.GetValueOrDefault(chat.Format) + 1;
                longestCalls = Math.Max(longestCalls, LongestCalls(chat));
            }

            // A batch of large ones may take longer than a worker may be silent.
            if (!await jobs.BeatAsync(id, ImportState.Reading, position, ct)) return;
            if (waiting.Count >= Batch) await AddAsync(waiting, seen, ct);
        }

        await AddAsync(waiting, seen, ct);
        await jobs.ChangeAsync(id, ImportState.Reading, set => set.SetProperty(r => r.Format, formats.OrderByDescending(f => f.Value).Select(f => f.Key).FirstOrDefault())
            .SetProperty(r => r.Total, position).SetProperty(r => r.Done, 0), ct);
        await jobs.EndAsync(id, ImportState.Reading, ImportState.Ready, new ImportReport(content.Length) { LongestCalls = longestCalls }, null, ct);
    }

    /// <summary>Nothing can be made of the upload, so nothing of it is kept.</summary>
    public async Task ForgetFileAsync(Guid id, CancellationToken ct)
    {
        Guid? file;
        await using (var transaction = await db.Database.BeginTransactionAsync(ct))
        {
            var owner = db.CurrentUser.RequiredId;
            file = await db.Imports.Where(r => r.OwnerId == owner && r.Id == id).Select(r => r.FileId).SingleOrDefaultAsync(ct);
        }

        if (file is { } there) await files.RemoveAsync(there, ct);
    }

    internal static ImportException Gone() => new("The uploaded file is not kept any more. Please upload it again.", "file_gone");

    private async Task<ImportRun> BeginAsync(Guid id, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var owner = db.CurrentUser.RequiredId;
        await db.ImportEntries.Where(e => e.OwnerId == owner && e.ImportId == id).ExecuteDeleteAsync(ct);
        var run = await db.Imports.AsNoTracking().SingleAsync(r => r.OwnerId == owner && r.Id == id, ct);
        await transaction.CommitAsync(ct);
        return run;
    }

    private IEnumerable<ImportEntry> Entries(Guid id, ImportPiece piece, int position)
    {
        if (piece.Chat is not { } chat)
        {
            yield return new ImportEntry
            {
                OwnerId = db.CurrentUser.RequiredId,
                ImportId = id,
                Position = position,
                Title = piece.Label ?? "Entry",
                Outcome = ImportOutcome.Damaged,
                Note = piece.Problem,
            };
            yield break;
        }

        foreach (var (one, title, branch) in ImportPieces.Of(chat)) yield return Entry(id, one, title, branch, position++);
    }

    private ImportEntry Entry(Guid id, ImportedChat chat, string title, int branch, int position)
    {
        var times = ImportRows.TimesOf(chat, jobs.Now);
        return new ImportEntry
        {
            OwnerId = db.CurrentUser.RequiredId,
            ImportId = id,
            Position = position,
            SourceKey = ImportSource.KeyOf(chat),
            Title = title,
            Messages = chat.Whole?.Messages.Count(m => m.Seq >= chat.Whole.FirstSeq) ?? chat.Messages.Count,
            Branches = branch > 0 ? -branch : chat.Branches.Count,
            FirstAt = times?.First.ToUniversalTime(),
            LastAt = times?.Last.ToUniversalTime(),
            Outcome = branch > 0 ? ImportOutcome.Skipped : ImportOutcome.New,
            Note = chat.Notes.Count > 0 ? string.Join(' ', chat.Notes) : null,
        };
    }

    // Of what this portal exported, in whatever form: the same conversation may be here, and not by an import.
    private static Guid? OwnIdOf(ImportedChat chat) => chat.Whole?.Id ?? (chat.Format == ImportFormats.Markdown && Guid.TryParse(chat.SourceId, out var id) ? id : null);

    private static int LongestCalls(ImportedChat chat) =>
        chat.Messages.Concat(chat.Branches.SelectMany(b => b.Messages)).Select(m => FittedCalls.SizeOf(m.ToolCalls)).DefaultIfEmpty(0).Max();

    private async Task AddAsync(List<(ImportEntry Entry, Guid? Id)> waiting, HashSet<string> seen, CancellationToken ct)
    {
        var entries = waiting.ConvertAll(w => w.Entry);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var owner = db.CurrentUser.RequiredId;
        var keys = entries.Select(e => e.SourceKey).OfType<byte[]>().ToList();
        var imported = (await db.ImportedConversations.Where(i => i.OwnerId == owner && keys.Contains(i.SourceKey))
            .Join(db.Conversations.IgnoreQueryFilters([Conversation.LiveFilter]), i => new { i.OwnerId, Id = i.ConversationId }, c => new { c.OwnerId, c.Id }, (i, c) => new { i.SourceKey, InTrash = c.DeletedAt != null })
            .ToListAsync(ct)).ToDictionary(i => Convert.ToHexString(i.SourceKey), i => i.InTrash);
        var ids = waiting.Select(w => w.Id).OfType<Guid>().ToList();
        var here = await db.Conversations.IgnoreQueryFilters([Conversation.LiveFilter]).Where(c => c.OwnerId == owner && ids.Contains(c.Id))
            .Select(c => new { c.Id, InTrash = c.DeletedAt != null }).ToDictionaryAsync(c => c.Id, c => c.InTrash, ct);
        foreach (var (entry, id) in waiting.Where(w => w.Entry.SourceKey is not null))
        {
            var key = Convert.ToHexString(entry.SourceKey!);
            var isThere = imported.TryGetValue(key, out var inTrash) || (id is { } own && here.TryGetValue(own, out inTrash));
            if (!isThere && seen.Add(key)) continue;
            entry.Outcome = ImportOutcome.Duplicate;
            entry.Note = inTrash ? "It is in your trash: restore it there." : isThere ? "It is here already." : "It is in this file twice.";
        }

        db.ImportEntries.AddRange(entries);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        db.ChangeTracker.Clear();
        waiting.Clear();
    }
}
