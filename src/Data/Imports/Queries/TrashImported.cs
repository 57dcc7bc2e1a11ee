namespace ConversationMemory.Data.Imports.Queries;

/// <summary>Puts conversations of an import that is undone into the trash; whoever calls this removes them in the same transaction.</summary>
public static class TrashImported
{
    /// <param name="db">Within a transaction of the owner.</param>
    /// <param name="import">Whose conversations.</param>
    /// <param name="most">At most so many.</param>
    /// <param name="now">Of the deletion.</param>
    /// <param name="ct">Ends the command.</param>
    public static async Task<IReadOnlyList<Guid>> RunAsync(AppDbContext db, Guid import, int most, DateTimeOffset now, CancellationToken ct)
    {
        await using var command = db.Command("Imports/Queries/TrashImported");
        command.Parameters.AddWithValue("owner", db.CurrentUser.RequiredId);
        command.Parameters.AddWithValue("import", import);
        command.Parameters.AddWithValue("most", most);
        command.Parameters.AddWithValue("now", now.ToUniversalTime());
        return await command.ListAsync(row => row.GetGuid(0), ct);
    }
}
