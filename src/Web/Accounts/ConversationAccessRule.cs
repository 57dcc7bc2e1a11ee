using ConversationMemory.Data.RowSecurity;
using ConversationMemory.Services.Messages.Access;

namespace ConversationMemory.Web.Accounts;

/// <summary>
/// Before anything is done in one conversation, by page or call: its members go on as guests of its owner where it is theirs to do, and are
/// refused where it is not. To everybody else it is not there.
/// </summary>
internal sealed class ConversationAccessRule(ConversationAccess access, CurrentUser currentUser)
{
    /// <param name="conversationId">Of any conversation, there or not.</param>
    /// <param name="needed">The least role.</param>
    /// <param name="writes">Whether what follows changes the conversation.</param>
    /// <param name="ct">Ends the wait.</param>
    public async Task<Admission> AdmitAsync(Guid conversationId, ConversationRole needed, bool writes, CancellationToken ct)
    {
        var role = await access.EnterAsync(conversationId, ct);
        if (role is null) return Admission.Absent;
        if (role < needed)
        {
            currentUser.Guest = null;
            return Admission.Refused;
        }

        if (writes) await access.UnpackAsync(ct);
        return Admission.Admitted;
    }

    /// <summary>The same for a request, by what its endpoint says.</summary>
    public Task<Admission> AdmitAsync(Guid conversationId, HttpContext http)
    {
        var reads = HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method);
        var says = http.GetEndpoint()?.Metadata.GetMetadata<ForMembersAttribute>() ?? ForMembersAttribute.OwnersOnly;
        return AdmitAsync(conversationId, reads ? says.Reads : says.Changes, writes: !reads, http.RequestAborted);
    }
}
