namespace ConversationMemory.Data.Accounts;

/// <summary>What a key may do. None of them includes another.</summary>
public enum KeyScope
{
    /// <summary>Look at, search and export what its owner can see.</summary>
    Read,

    /// <summary>Change, delete, import and share.</summary>
    Write,

    /// <summary>Send messages, and so have agents answer.</summary>
    Chat,

    /// <summary>What is remembered of conversations beside their messages: summaries.</summary>
    Memory,

    /// <summary>What admins may, where its owner is one.</summary>
    Admin,
}
