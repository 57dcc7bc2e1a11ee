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

    /// <summary>Set while this scope works in somebody else's conversation. Transactions that begin then are the guest's.</summary>
    public Guest? Guest { get; set; }

    /// <summary>Works as the person themselves until the answer is disposed of, where this scope is somebody's guest.</summary>
    public IDisposable AsOneself()
    {
        var guest = Guest;
        Guest = null;
        return new Back(() => Guest = guest);
    }

    /// <summary>Whose rows this scope works on: the conversation's owner for a guest, else the person.</summary>
    /// <exception cref="InvalidOperationException">Nobody is signed in.</exception>
    public Guid RequiredId => Guest?.OwnerId ?? Id ?? throw new InvalidOperationException("This needs a signed-in person.");

    private sealed class Back(Action back) : IDisposable
    {
        public void Dispose() => back();
    }
}
