using Npgsql;

namespace ConversationMemory.Bench.Insert;

/// <summary>A schema that messages are written to.</summary>
/// <param name="Name">Short, for the table that is printed.</param>
/// <param name="ConnectionString">As the role that row security binds.</param>
/// <param name="Statement">Takes owner, conversation, text and, where the database gives none, a seq.</param>
/// <param name="Places">Everybody's newest conversation.</param>
internal sealed record InsertTarget(string Name, string ConnectionString, string Statement, IReadOnlyList<Place> Places)
{
    public static async Task<InsertTarget> OpenAsync(BenchServer server, string name, string statement, CancellationToken ct)
    {
        await using var connection = new NpgsqlConnection(server.As("cm_admin", name) + ";Pooling=false");
        await connection.OpenAsync(ct);
        await using var command = new NpgsqlCommand(BenchFile.Read(name == "drafts" ? "PlacesOfDrafts.sql" : "PlacesOfOurs.sql"), connection);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var places = new List<Place>();
        while (await reader.ReadAsync(ct)) places.Add(new Place(reader.GetGuid(0), reader.GetGuid(1)));
        return new InsertTarget(name, server.As("cm_app", name), BenchFile.Read(statement), places);
    }
}

internal sealed record Place(Guid Owner, Guid Conversation);
