using System.Text.Json;
using ConversationMemory.Data;
using ConversationMemory.Data.Exports;
using ConversationMemory.Services.Files;
using Microsoft.EntityFrameworkCore;

namespace ConversationMemory.Services.Exports.Many;

/// <summary>Makes the file of an export of the current user, from where it was left.</summary>
public sealed class ExportWork(AppDbContext db, StoredFiles stored, ExportSource source, ExportFiles files)
{
    /// <summary>How long the file is kept.</summary>
    public static readonly TimeSpan Keep = TimeSpan.FromDays(7);

    private static readonly TimeSpan BetweenCheckpoints = TimeSpan.FromSeconds(2);

    /// <param name="id">A run that is claimed.</param>
    /// <param name="clock">When to note how far it is.</param>
    /// <param name="ct">Ends it; the next worker goes on from the last checkpoint.</param>
    public async Task RunAsync(Guid id, TimeProvider clock, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(clock);
        var run = await FindAsync(id, ct);
        if (run.FileId is { } made && await stored.OpenAsync(made, ct) is not null)
        {
            await EndAsync(run, clock, ct);
            return;
        }

        var request = ExportRequest.Of(run.Request);
        await using var output = await OpenAsync(run, request, ct);
        var zip = await GoOnAsync(output, request, ct);
        var place = run.Place is null ? ExportPlace.Beginning : JsonSerializer.Deserialize<Checkpoint>(run.Place)!.Place;
        var checkpoint = clock.GetTimestamp();
        var began = checkpoint;
        await foreach (var found in source.ReadAsync(request, place, ct))
        {
            if (found.Conversation is { } conversation) await zip.AddAsync(conversation, found.Owner, ct);
            else await zip.AddProblemAsync(found.Place.Conversation, "This conversation could not be read. It is still in the portal; please tell an admin.", ct);
            place = found.Place;
            if (clock.GetElapsedTime(checkpoint) > BetweenCheckpoints)
            {
                if (!await CheckpointAsync(run, output, new Checkpoint(place, output.Length), zip.Count, clock, ct)) return;
                checkpoint = clock.GetTimestamp();
            }

            // Who waits for a reply comes first: it rests as long as it took to read and write this one.
            await Task.Delay(clock.GetElapsedTime(began), clock, ct);
            began = clock.GetTimestamp();
        }

        if (!await CheckpointAsync(run, output, new Checkpoint(place, output.Length), zip.Count, clock, ct)) return;
        if (request.Scope == ExportScope.Account) await AccountData.AddAsync(zip, db, ct);
        await zip.FinishAsync(ct);
        await output.CompleteAsync(ct);
        await EndAsync(run, clock, ct);
    }

    private IQueryable<ExportRun> Mine(Guid id)
    {
        var owner = db.CurrentUser.RequiredId;
        return db.Exports.Where(e => e.OwnerId == owner && e.Id == id);
    }

    // Not any more when it was stopped, or when another worker thought this one dead.
    private IQueryable<ExportRun> Claimed(ExportRun run) => Mine(run.Id).Where(e => e.State == ExportRunState.Running && e.Attempts == run.Attempts);

    private async Task<ExportRun> FindAsync(Guid id, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        return await Mine(id).AsNoTracking().SingleAsync(ct);
    }

    // The file of a run that was broken off is cut to the last checkpoint. Without one it begins anew.
    private async Task<StoredFileWriteStream> OpenAsync(ExportRun run, ExportRequest request, CancellationToken ct)
    {
        if (run is { FileId: { } begun, Place: { } place }
            && await stored.ReopenAsync(begun, JsonSerializer.Deserialize<Checkpoint>(place)!.Length, Keep, ct) is { } reopened) return reopened;
        if (run.FileId is { } broken) await stored.RemoveAsync(broken, ct);
        var name = request.Scope switch
        {
            ExportScope.Account => "my-data.zip",
            ExportScope.Organisation => "organisation.zip",
            _ => "conversations.zip",
        };
        var (file, total) = (await stored.CreateAsync(name, "application/zip", Keep, ct), await source.CountAsync(request, ct));
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await Mine(run.Id).ExecuteUpdateAsync(set => set
            .SetProperty(e => e.FileId, file.Id).SetProperty(e => e.Place, (string?)null).SetProperty(e => e.Done, 0).SetProperty(e => e.Total, total), ct);
        await transaction.CommitAsync(ct);
        run.Place = null;
        return file;
    }

    private async Task<ConversationZip> GoOnAsync(StoredFileWriteStream output, ExportRequest request, CancellationToken ct)
    {
        await using var begun = stored.Unfinished(output.Id, output.Length);
        var entries = await ZipWriter.ReadEntriesAsync(begun, ct);
        return new ConversationZip(new ZipWriter(output, entries, output.Length), request.Formats, files);
    }

    /// <returns>False: it is no business of this worker any more.</returns>
    private async Task<bool> CheckpointAsync(ExportRun run, StoredFileWriteStream output, Checkpoint checkpoint, int done, TimeProvider clock, CancellationToken ct)
    {
        var place = JsonSerializer.Serialize(checkpoint);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var goesOn = await Claimed(run).ExecuteUpdateAsync(set => set
            .SetProperty(e => e.Place, place).SetProperty(e => e.Done, done), ct) > 0;
        if (goesOn) await output.CheckpointAsync(ct);
        var wasStopped = !goesOn && await Mine(run.Id).AnyAsync(e => e.State == ExportRunState.Stopped, ct);
        await transaction.CommitAsync(ct);
        if (wasStopped) await stored.RemoveAsync(output.Id, ct);
        return goesOn;
    }

    private async Task EndAsync(ExportRun run, TimeProvider clock, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await Claimed(run).ExecuteUpdateAsync(set => set
            .SetProperty(e => e.State, ExportRunState.Done).SetProperty(e => e.FinishedAt, now).SetProperty(e => e.Place, (string?)null), ct);
        await transaction.CommitAsync(ct);
    }

    /// <param name="Length">Bytes of the file then.</param>
    private sealed record Checkpoint(ExportPlace Place, long Length);
}
