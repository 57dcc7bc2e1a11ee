namespace ConversationMemory.Services.Accounts;

/// <summary>How a change of somebody's membership ended.</summary>
public enum MemberChange
{
    Done,
    NoSuchMember,

    /// <summary>Refused: nobody would be left to own the organisation.</summary>
    LastOwner,

    /// <summary>Refused: only owners decide about owners.</summary>
    OwnersOnly,

    /// <summary>Refused: one would lock oneself out.</summary>
    Oneself,
}
