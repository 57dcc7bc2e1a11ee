using ConversationMemory.Services.Storage;

namespace ConversationMemory.Web.Pages.Admin.Storage;

/// <summary>What each kind is called, and what belongs to it.</summary>
public static class KindText
{
    public static (string Name, string Holds) Of(string kind) => kind switch
    {
        StorageKinds.Messages => ("Messages", "what was said, replies on their way, keys of sends"),
        StorageKinds.Conversations => ("Conversations", "titles, counters, own policies, members and share links"),
        StorageKinds.Archive => ("Archive", "packed messages with the filters that search them, saved copies"),
        StorageKinds.Summaries => ("Summaries", "all versions, and those to be written"),
        StorageKinds.Search => ("Search indexes", "indexes of words and of meaning"),
        StorageKinds.Files => ("Files", "exports and uploads, kept for some days"),
        StorageKinds.Memories => ("Memories", "what is remembered across conversations"),
        StorageKinds.Accounts => ("Accounts", "people, sessions' keys, API keys, templates, saved searches"),
        StorageKinds.Logs => ("Ledger and logs", "counters, receipts, audit log, these figures"),
        _ => ("Other", "policies, agents, and PostgreSQL's own catalogs"),
    };
}
