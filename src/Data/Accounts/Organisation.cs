namespace ConversationMemory.Data.Accounts;

/// <summary>A tenant. There is one, <see cref="DefaultId"/>, that everybody joins on registration.</summary>
public sealed class Organisation
{
    public static readonly Guid DefaultId = new("01900000-0000-7000-8000-000000000001");

    public Guid Id { get; init; } = Guid.CreateVersion7();
    public required string Name { get; set; }
    /// <summary>Whether its admins may export what its members wrote. Its owners decide.</summary>
    public bool AllowsExports { get; set; }

    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset UpdatedAt { get; set; }
}
