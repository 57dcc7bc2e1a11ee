using ConversationMemory.Data.RowSecurity;
using ConversationMemory.Services.Messages.Access;

namespace ConversationMemory.Web.Accounts;

/// <summary>
/// Before anything is done in one conversation, by page or call: its members go on as guests of its owner where it is theirs to do, and are
/// refused where it is not. To everybody else it is not there, and what was asked for says so itself.
/// </summary>
internal sealed class ConversationAccessRule(ConversationAccess access, CurrentUser currentUser)
{
    /// <param name="conversationId">Of any conversation, there or not.</param>
    /// <param name="needed">The least role.</param>
    /// <param name="writes">Whether what follows changes the conversation.</param>
    /// <param name="ct">Ends the wait.</param>
    /// <returns>False: a member may not do this.</returns>
    public async Task<bool> AdmitsAsync(Guid conversationId, ConversationRole needed, bool writes, CancellationToken ct)
    {
        var role = await access.EnterAsync(conversationId, ct);
        if (role is null or ConversationRole.Owner) return true;
        if (role < needed)
        {
            currentUser.Guest = null;
            return false;
        }

        if (writes) await access.UnpackAsync(ct);
        return true;
    }

    /// <summary>The same for a request, by what its endpoint says.</summary>
    public Task<bool> AdmitsAsync(Guid conversationId, HttpContext http)
    {
        var reads = HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method);
        var says = http.GetEndpoint()?.Metadata.GetMetadata<ForMembersAttribute>() ?? ForMembersAttribute.OwnersOnly;
        return AdmitsAsync(conversationId, reads ? says.Reads : says.Changes, writes: !reads, http.RequestAborted);
    }
}
