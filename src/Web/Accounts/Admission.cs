namespace ConversationMemory.Web.Accounts;

/// <summary>What a person may do of what they ask for in a conversation.</summary>
internal enum Admission
{
    /// <summary>There is no such conversation for them.</summary>
    Absent,

    /// <summary>They have a part in it, and this is not theirs to do.</summary>
    Refused,

    Admitted,
}
