namespace ConversationMemory.Data.Accounts.Queries;

/// <summary>The database's part of an account's end.</summary>
public static class RemoveAccount
{
    /// <summary>Removes all that no hold keeps, but for the account's own row, with receipts. Within the caller's transaction.</summary>
    /// <returns>True: a hold keeps something, so the account's row has to stay.</returns>
    public static async Task<bool> RunAsync(AccountsDbContext db, Guid owner, CancellationToken ct)
    {
        await db.ExecuteAsync("Accounts/Queries/LockAccount", new { owner }, ct);
        var conversations = await db.QueryAsync<Guid>("Accounts/Queries/TrashConversations", new { owner }, ct);
        if (conversations.Count > 0)
            await db.ExecuteAsync("Accounts/Queries/RemoveConversations", new { owner, ids = conversations.ToArray() }, ct);
        return await db.ValueAsync<bool>("Accounts/Queries/RemoveSignIns", new { owner }, ct);
    }
}
