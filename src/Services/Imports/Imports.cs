using ConversationMemory.Data;
using ConversationMemory.Data.Agents;
using ConversationMemory.Data.Imports;
using ConversationMemory.Services.Files;
using ConversationMemory.Services.Messages;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace ConversationMemory.Services.Imports;

/// <summary>Uploads, chooses, runs and takes back imports, in the name of the signed-in person. The work is done in the background.</summary>
public sealed class Imports(AppDbContext db, StoredFiles files, ImportRunner runner, IOptions<ImportOptions> options)
{
    private const int FormBytes = 10_000;

    private Guid Owner => db.CurrentUser.RequiredId;

    private IQueryable<ImportRun> Mine => db.Imports.Where(r => r.OwnerId == Owner);

    /// <summary>Before anything is read of an upload.</summary>
    /// <param name="length">Bytes that were announced, with what a form adds; null: not known yet.</param>
    /// <param name="ct">Ends the query.</param>
    /// <exception cref="ProblemException">The person's storage is full.</exception>
    /// <exception cref="ImportException">It is too large, or too many uploads of this person wait already.</exception>
    public async Task RequireRoomAsync(long? length, CancellationToken ct)
    {
        if (length > options.Value.MaxBytes + FormBytes) throw TooLarge();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.RequireRoomAsync(Agent.DefaultId, ct);
        var waiting = await Mine.CountAsync(r => r.FileId != null && (r.State == ImportState.Reading || r.State == ImportState.Ready || r.State == ImportState.Importing), ct);
        if (waiting >= options.Value.MaxWaiting)
            throw new ImportException($"{waiting} uploads of yours wait to be imported. Import or discard one of them first.", "too_many_waiting");
    }

    /// <summary>Takes an upload, part by part, and has it looked through.</summary>
    /// <exception cref="ImportException">It is too large or empty; nothing of it is kept.</exception>
    public async Task<Guid> UploadAsync(Stream content, string? fileName, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(content);
        var name = NameOf(fileName);
        var file = await files.CreateAsync(name, "application/octet-stream", TimeSpan.FromDays(options.Value.KeptDays), ct);
        try
        {
            await CopyAsync(content, file, ct);
        }
        catch
        {
            await files.RemoveAsync(file.Id, CancellationToken.None);
            throw;
        }

        var run = new ImportRun { OwnerId = Owner, FileName = name, FileId = file.Id };
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        db.Imports.Add(run);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        runner.Announce();
        return run.Id;
    }

    /// <summary>Which of the entries that were shown are to be imported.</summary>
    public async Task ChooseAsync(Guid id, IReadOnlyCollection<int> shown, IReadOnlyCollection<int> chosen, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (!await Mine.AnyAsync(r => r.Id == id && r.State == ImportState.Ready, ct)) return;
        var there = Entries(id).Where(e => shown.Contains(e.Position));
        await there.Where(e => e.Outcome == ImportOutcome.New && !chosen.Contains(e.Position)).ExecuteUpdateAsync(set => set.SetProperty(e => e.Outcome, ImportOutcome.Skipped), ct);
        await there.Where(e => e.Outcome == ImportOutcome.Skipped && chosen.Contains(e.Position)).ExecuteUpdateAsync(set => set.SetProperty(e => e.Outcome, ImportOutcome.New), ct);
        await transaction.CommitAsync(ct);
    }

    /// <summary>Chooses all that can be imported, or none. Other branches are <see cref="ImportEntry.Branches"/> below 0.</summary>
    public async Task ChooseAllAsync(Guid id, bool all, bool branches, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (!await Mine.AnyAsync(r => r.Id == id && r.State == ImportState.Ready, ct)) return;
        await Entries(id).Where(e => e.Outcome == ImportOutcome.New || e.Outcome == ImportOutcome.Skipped).ExecuteUpdateAsync(
            set => set.SetProperty(e => e.Outcome, e => all && (branches || e.Branches >= 0) ? ImportOutcome.New : ImportOutcome.Skipped), ct);
        await transaction.CommitAsync(ct);
    }

    /// <summary>Chooses all other branches, or none of them; where some are chosen already, those are left as they are.</summary>
    public async Task ChooseBranchesAsync(Guid id, bool branches, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (!await Mine.AnyAsync(r => r.Id == id && r.State == ImportState.Ready, ct)) return;
        var others = Entries(id).Where(e => e.Branches < 0 && (e.Outcome == ImportOutcome.New || e.Outcome == ImportOutcome.Skipped));
        if (await others.AnyAsync(e => e.Outcome == ImportOutcome.New, ct) == branches) return;
        await others.ExecuteUpdateAsync(set => set.SetProperty(e => e.Outcome, branches ? ImportOutcome.New : ImportOutcome.Skipped), ct);
        await transaction.CommitAsync(ct);
    }

    /// <summary>Imports what is chosen.</summary>
    /// <param name="id">An import that was looked through.</param>
    /// <param name="choice">With whom, and whether all the other branches too, whatever was chosen of them.</param>
    /// <param name="entries">Their positions; null: as they were chosen, at first all that are new.</param>
    /// <param name="ct">Ends the command.</param>
    /// <exception cref="ImportException">There is no such import, or it is not ready.</exception>
    /// <exception cref="ProblemException">There is no such agent, or no room.</exception>
    public async Task RunAsync(Guid id, ImportChoice choice, IReadOnlyCollection<int>? entries, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(choice);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var agent = await AgentAsync(choice.AgentId, ct);
        await db.RequireRoomAsync(agent, ct);
        await RequireAsync(id, ImportState.Ready, ct);
        if (entries is not null) await OnlyAsync(id, entries, ct);
        if (choice.IncludeBranches && entries is null)
            await Entries(id).Where(e => e.Outcome == ImportOutcome.Skipped && e.Branches < 0).ExecuteUpdateAsync(set => set.SetProperty(e => e.Outcome, ImportOutcome.New), ct);
        var total = await Entries(id).CountAsync(e => e.Outcome == ImportOutcome.New, ct);
        if (total == 0) throw new ImportException("Nothing is chosen. Choose at least one conversation that is new.", "nothing_chosen");
        var json = (choice with { AgentId = agent }).ToJson();
        var taken = await Mine.Where(r => r.Id == id && r.State == ImportState.Ready).ExecuteUpdateAsync(set => set.SetProperty(r => r.State, ImportState.Importing).SetProperty(r => r.Options, json)
            .SetProperty(r => r.Done, 0).SetProperty(r => r.Total, total).SetProperty(r => r.Attempts, 0).SetProperty(r => r.HeartbeatAt, (DateTimeOffset?)null), ct);
        if (taken == 0) throw new ImportException("This import was run already, or cannot be.", "not_ready");
        await transaction.CommitAsync(ct);
        runner.Announce();
    }

    /// <summary>Takes an import back; one that was not run yet is discarded.</summary>
    /// <exception cref="ImportException">There is no such import, it was undone before, or it is at work.</exception>
    public async Task UndoAsync(Guid id, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var run = await Mine.AsNoTracking().SingleOrDefaultAsync(r => r.Id == id, ct) ?? throw NotFound();
        if (run.State is ImportState.Undone or ImportState.Undoing) throw new ImportException("This import was undone already.", "not_ready");
        if (run.State == ImportState.Importing) throw new ImportException("This import is running. Undo it when it is done.", "not_ready");
        // What it was at may have changed since it was read.
        var made = await db.ImportedConversations.CountAsync(i => i.OwnerId == Owner && i.ImportId == id, ct);
        var taken = await Mine.Where(r => r.Id == id && r.State == run.State).ExecuteUpdateAsync(set => set.SetProperty(r => r.State, ImportState.Undoing).SetProperty(r => r.FileId, (Guid?)null)
            .SetProperty(r => r.Done, 0).SetProperty(r => r.Total, made).SetProperty(r => r.Attempts, 0).SetProperty(r => r.HeartbeatAt, (DateTimeOffset?)null), ct);
        if (taken == 0) throw new ImportException("This import was just changed elsewhere. Look again before you undo it.", "not_ready");
        await transaction.CommitAsync(ct);
        if (run.FileId is { } file) await files.RemoveAsync(file, ct);
        runner.Announce();
    }

    public static ImportException NotFound() => new("There is no such import, or it is not yours.", "no_import");

    private IQueryable<ImportEntry> Entries(Guid id) => db.ImportEntries.Where(e => e.OwnerId == Owner && e.ImportId == id);

    private async Task RequireAsync(Guid id, ImportState state, CancellationToken ct)
    {
        var found = await Mine.Where(r => r.Id == id).Select(r => (ImportState?)r.State).SingleOrDefaultAsync(ct) ?? throw NotFound();
        if (found != state) throw new ImportException(found == ImportState.Reading ? "This upload is still being read. Try again in a moment." : "This import was run already, or cannot be.", "not_ready");
    }

    private async Task OnlyAsync(Guid id, IReadOnlyCollection<int> entries, CancellationToken ct)
    {
        var may = Entries(id).Where(e => e.Outcome == ImportOutcome.New || e.Outcome == ImportOutcome.Skipped);
        await may.ExecuteUpdateAsync(set => set.SetProperty(e => e.Outcome, e => entries.Contains(e.Position) ? ImportOutcome.New : ImportOutcome.Skipped), ct);
    }

    private async Task<Guid> AgentAsync(Guid? wanted, CancellationToken ct) => await db.Agents
        .Where(a => a.RetiredAt == null && (wanted == null || a.Id == wanted))
        .OrderByDescending(a => a.Id == Agent.DefaultId).ThenBy(a => a.CreatedAt).ThenBy(a => a.Id)
        .Select(a => (Guid?)a.Id).FirstOrDefaultAsync(ct) ?? throw ProblemException.NoAgent();

    private async Task CopyAsync(Stream content, StoredFileWriteStream file, CancellationToken ct)
    {
        var buffer = new byte[64 * 1024];
        while (await content.ReadAsync(buffer, ct) is var read and > 0)
        {
            if (file.Length + read > options.Value.MaxBytes)
                throw TooLarge();
            await file.WriteAsync(buffer.AsMemory(0, read), ct);
        }

        if (file.Length == 0) throw new ImportException("Choose a file first: nothing was sent.", "no_file");
        await file.CompleteAsync(ct);
    }

    private ImportException TooLarge() =>
        new($"The file is larger than {options.Value.MaxMegabytes:N0} MB. Send the conversations.json in it alone, or split it.", "too_large");

    // A browser may send a path; only its end is shown, and nothing is ever opened by it.
    private static string NameOf(string? fileName)
    {
        var name = string.Concat((fileName ?? "").Split('/', '\\')[^1].Where(c => !char.IsControl(c) && !char.IsSurrogate(c))).Trim();
        return name.Length == 0 ? "upload" : name.Length > 150 ? name[..150] : name;
    }
}
