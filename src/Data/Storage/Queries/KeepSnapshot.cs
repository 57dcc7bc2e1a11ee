namespace ConversationMemory.Data.Storage.Queries;

/// <summary>Keeps the day's size: the last measurement of a day stays.</summary>
public static class KeepSnapshot
{
    public static Task RunAsync(AdminDbContext db, StorageSnapshot snapshot, CancellationToken ct) => db.ExecuteAsync(
        "Storage/Queries/KeepSnapshot",
        new
        {
            day = snapshot.Day,
            bytes = snapshot.Bytes,
            kinds = snapshot.Kinds,
            conversations = snapshot.Conversations,
            messages = snapshot.Messages,
            now = snapshot.TakenAt,
        },
        ct);
}
