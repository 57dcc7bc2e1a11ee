namespace ConversationMemory.Data.Storage;

/// <summary>The size of the database on a day (UTC), for the growth chart and the forecast.</summary>
public sealed class StorageSnapshot
{
    public DateOnly Day { get; init; }
    public long Bytes { get; set; }

    /// <summary>JSON: bytes by kind, such as <c>{"messages": 1000}</c>.</summary>
    public string Kinds { get; set; } = "{}";

    public int Conversations { get; set; }
    public long Messages { get; set; }
    public DateTimeOffset TakenAt { get; set; }
}
