using ConversationMemory.Services.Storage;

namespace ConversationMemory.Web.Pages.Admin.Storage;

/// <summary>What each kind is called, and what belongs to it.</summary>
public static class KindText
{
    public static (string Name, string Holds) Of(string kind) => kind switch
    {
        StorageKinds.Messages => ("Messages", "what was said, replies on their way, keys of sends"),
        StorageKinds.Conversations => ("Conversations", "titles, counters and own policies"),
        StorageKinds.Archive => ("Archive", "packed messages, saved copies"),
        StorageKinds.Summaries => ("Summaries", "all versions, and those to be written"),
        StorageKinds.Search => ("Search index", "indexes of words and of meaning"),
        StorageKinds.Files => ("Files", "exports and uploads, kept for some days"),
        StorageKinds.Memories => ("Memories", "what is remembered across conversations"),
        StorageKinds.Accounts => ("Accounts", "people, sessions' keys, API keys"),
        StorageKinds.Logs => ("Ledger and logs", "counters, receipts, audit log, these figures"),
        _ => ("Other", "policies, agents, and PostgreSQL's own catalogs"),
    };
}
