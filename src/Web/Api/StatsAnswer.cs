using ConversationMemory.Services.Storage;

namespace ConversationMemory.Web.Api;

/// <param name="MeasuredAt">When the ledger was read.</param>
/// <param name="CountedAt">When what follows "active" was counted; it takes long on a large database, and is done less often there.</param>
/// <param name="People">People who have conversations.</param>
/// <param name="Conversations">All of them, in the archive and the trash too.</param>
/// <param name="Messages">Messages that a reader sees.</param>
/// <param name="MessagesPerConversation">On average.</param>
/// <param name="BytesPerConversation">On average, of the rows alone.</param>
/// <param name="ActiveConversations">Live ones somebody wrote in during the last 7 days.</param>
/// <param name="LiveConversations">Neither in the archive nor in the trash.</param>
/// <param name="ArchivedConversations">In the archive.</param>
/// <param name="TrashedConversations">In the trash.</param>
/// <param name="MostMessages">Messages of the longest conversation.</param>
/// <param name="MostBytes">Bytes of the rows of the largest conversation.</param>
/// <param name="MessagesWithTools">Messages for which tools were called, packed ones aside.</param>
/// <param name="MessagesWithToolsEstimated">True: from a sample.</param>
internal sealed record StatsAnswer(
    DateTimeOffset MeasuredAt, DateTimeOffset CountedAt, long People, long Conversations, long Messages,
    double MessagesPerConversation, double BytesPerConversation,
    int ActiveConversations, int LiveConversations, int ArchivedConversations, int TrashedConversations,
    int MostMessages, long MostBytes, long MessagesWithTools, bool MessagesWithToolsEstimated)
{
    public static StatsAnswer Of(StorageFigures figures)
    {
        var (totals, counts) = (figures.Totals, figures.Counts);
        var conversations = Math.Max(1, totals.Conversations);
        return new StatsAnswer(
            figures.MeasuredAt, counts.CountedAt, totals.People, totals.Conversations, totals.Messages,
            Math.Round((double)totals.Messages / conversations, 2), Math.Round((double)totals.Bytes / conversations, 1),
            counts.Conversations.Active, counts.Conversations.Live, counts.Conversations.Archived, counts.Conversations.Trashed,
            counts.Conversations.MostMessages, counts.Conversations.MostBytes, counts.ToolMessages, counts.ToolMessagesAreEstimated);
    }
}
