using Microsoft.AspNetCore.Identity;

namespace ConversationMemory.Data.Accounts;

/// <summary>A person's account. Signs in by email; ids are UUIDv7.</summary>
public sealed class User : IdentityUser<Guid>
{
    public User() => Id = Guid.CreateVersion7();

    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>Since when the account may not be used; null while it may.</summary>
    public DateTimeOffset? SuspendedAt { get; set; }

    /// <summary>Since when it is closed: its person deleted it while a hold keeps what was said. It can no longer be used.</summary>
    public DateTimeOffset? ClosedAt { get; set; }

    /// <summary>True while a hold keeps all conversations of this person, new ones too. Kept by the database.</summary>
    public bool Held { get; private set; }
}
