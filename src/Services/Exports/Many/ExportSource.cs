using System.Runtime.CompilerServices;
using ConversationMemory.Data;
using ConversationMemory.Data.Accounts;
using ConversationMemory.Data.Exports.Queries;
using ConversationMemory.Services.Conversations;
using ConversationMemory.Services.Work;
using Microsoft.Extensions.DependencyInjection;

namespace ConversationMemory.Services.Exports.Many;

/// <param name="Conversation">Null: it is there, and cannot be read.</param>
/// <param name="Owner">The email of whose it is; null: the current user's own.</param>
/// <param name="Place">Where an export goes on that holds it already.</param>
public sealed record FoundConversation(ConversationExport? Conversation, string? Owner, ExportPlace Place);

/// <summary>The last conversation that is in an export.</summary>
public sealed record ExportPlace(Guid Owner, Guid Conversation)
{
    public static readonly ExportPlace Beginning = new(Guid.Empty, Guid.Empty);
}

/// <summary>The conversations that an export is to hold, in the order of their keys, each read on its owner's behalf.</summary>
public sealed class ExportSource(AppDbContext db, ConversationList list, MaintenanceDataSource database, IServiceScopeFactory scopes)
{
    private const int AtOnce = 200;

    /// <returns>Null: that is not counted.</returns>
    public async Task<int?> CountAsync(ExportRequest request, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.Scope == ExportScope.Organisation) return null;
        if (request.Scope == ExportScope.Chosen) return request.Ids.Distinct().Count();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        return await list.CountAsync(request.Filter, ct);
    }

    /// <param name="request">Which ones.</param>
    /// <param name="after">The last one before; those that are gone meanwhile are left out.</param>
    /// <param name="ct">Ends the reading.</param>
    public async IAsyncEnumerable<FoundConversation> ReadAsync(ExportRequest request, ExportPlace after, [EnumeratorCancellation] CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(request);
        while (true)
        {
            var keys = await KeysAsync(request, after, ct);
            if (keys.Count == 0) yield break;
            foreach (var key in keys)
            {
                after = new ExportPlace(key.OwnerId, key.Id);
                var (isThere, conversation) = await ReadAsync(key, ct);
                if (isThere) yield return new FoundConversation(conversation, request.Scope == ExportScope.Organisation ? key.Email : null, after);
            }
        }
    }

    private async Task<IReadOnlyList<OrganisationConversation>> KeysAsync(ExportRequest request, ExportPlace after, CancellationToken ct)
    {
        var owner = db.CurrentUser.RequiredId;
        if (request.Scope == ExportScope.Organisation)
        {
            // Asked each time: it may be forbidden, or the person an admin no longer, while it is being made.
            return await MayExportOrganisation.RunAsync(database, Organisation.DefaultId, owner, ct)
                ? await OrganisationConversations.RunAsync(database, Organisation.DefaultId, (after.Owner, after.Conversation), AtOnce, ct)
                : [];
        }

        return [.. (await OwnAsync(request, after.Conversation, ct)).Select(id => new OrganisationConversation(owner, id, ""))];
    }

    private async Task<IReadOnlyList<Guid>> OwnAsync(ExportRequest request, Guid after, CancellationToken ct)
    {
        if (request.Scope == ExportScope.Chosen) return [.. request.Ids.Distinct().Order().SkipWhile(id => id <= after).Take(AtOnce)];
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        return await list.IdsAsync(request.Filter, after, AtOnce, ct);
    }

    private async Task<(bool IsThere, ConversationExport? Conversation)> ReadAsync(OrganisationConversation key, CancellationToken ct)
    {
        await using var scope = scopes.AsOwner(key.OwnerId);
        try
        {
            var conversation = await scope.Get<ExportFiles>().ReadAsync(key.Id, ct);
            return (conversation is not null, conversation);
        }
        catch (InvalidDataException)
        {
            return (true, null);
        }
    }
}
