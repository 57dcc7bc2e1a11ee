namespace ConversationMemory.Data.Exports.Queries;

/// <summary>What the current user's account owns beside its conversations.</summary>
public static class AccountDocument
{
    /// <returns>JSON, described in docs/exports.md.</returns>
    public static async Task<string> ReadAsync(AppDbContext db, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(db);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await using var command = Sql.Within(db, "Exports/Queries/AccountData");
        command.Parameters.AddWithValue("owner", db.CurrentUser.RequiredId);
        return (string)(await command.ExecuteScalarAsync(ct))!;
    }
}
