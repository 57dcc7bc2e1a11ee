namespace ConversationMemory.Data.RowSecurity;

/// <summary>
/// On whose behalf this scope works. Set once, from the session, the API key or a job's row; never from a request's
/// body. While it is null the database shows no rows.
/// </summary>
public sealed class CurrentUser
{
    public Guid? Id { get; set; }

    /// <summary>True: the database refuses what this scope writes through <see cref="AppDbContext"/>.</summary>
    public bool ReadOnly { get; set; }

    /// <exception cref="InvalidOperationException">Nobody is signed in.</exception>
    public Guid RequiredId => Id ?? throw new InvalidOperationException("This needs a signed-in person.");
}
