namespace ConversationMemory.Data.Accounts.Queries;

/// <summary>The database's part of an account's end.</summary>
public static class RemoveAccount
{
    /// <summary>Removes all that no hold keeps, but for the account's own row, with receipts. Within the caller's transaction.</summary>
    /// <returns>True: a hold keeps something, so the account's row has to stay.</returns>
    public static async Task<bool> RunAsync(AccountsDbContext db, Guid owner, CancellationToken ct)
    {
        await LockAsync(db, owner, ct);
        var conversations = await TrashAsync(db, owner, ct);
        if (conversations.Length > 0) await RemoveAsync(db, owner, conversations, ct);

        await using var command = Sql.Within(db, "Accounts/Queries/RemoveSignIns");
        command.Parameters.AddWithValue("owner", owner);
        return (bool)(await command.ExecuteScalarAsync(ct) ?? false);
    }

    private static async Task LockAsync(AccountsDbContext db, Guid owner, CancellationToken ct)
    {
        await using var command = Sql.Within(db, "Accounts/Queries/LockAccount");
        command.Parameters.AddWithValue("owner", owner);
        await command.ExecuteNonQueryAsync(ct);
    }

    private static async Task<Guid[]> TrashAsync(AccountsDbContext db, Guid owner, CancellationToken ct)
    {
        await using var command = Sql.Within(db, "Accounts/Queries/TrashConversations");
        command.Parameters.AddWithValue("owner", owner);
        return [.. await command.ListAsync(row => row.GetGuid(0), ct)];
    }

    private static async Task RemoveAsync(AccountsDbContext db, Guid owner, Guid[] conversations, CancellationToken ct)
    {
        await using var command = Sql.Within(db, "Accounts/Queries/RemoveConversations");
        command.Parameters.AddWithValue("owner", owner);
        command.Parameters.AddWithValue("ids", conversations);
        await command.ExecuteNonQueryAsync(ct);
    }
}
