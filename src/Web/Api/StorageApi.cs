using ConversationMemory.Data.Accounts;
using ConversationMemory.Services.Storage;
using ConversationMemory.Web.Accounts;
using ConversationMemory.Web.Api.OpenApi;
using ConversationMemory.Web.Api.Problems;

namespace ConversationMemory.Web.Api;

/// <summary>What the storage monitor shows, for programs of admins. Nothing is measured by asking.</summary>
internal static class StorageApi
{
    public static void MapStorage(this RouteGroupBuilder admin)
    {
        admin.MapGet("/stats", StatsAsync)
            .Needs(KeyScope.Admin)
            .WithSummary("How much is said, and by how many")
            .WithDescription("For admins. Counted by the portal's ledger at most once a minute; `measured_at` says when.")
            .Produces<StatsAnswer>()
            .ProducesProblems(403, 409);
        admin.MapGet("/storage-stats", StorageAsync)
            .Needs(KeyScope.Admin)
            .WithSummary("What the database holds, how full its budget is, and until when it lasts")
            .WithDescription(
                """
                For admins. Sizes are in bytes, a megabyte is 1,000,000 of them. `database_bytes` are all files of the database, free room
                included; `kinds` add up to it. What people and agents hold is the size of the rows alone. Measured at most once a minute.
                """)
            .Produces<StorageAnswer>()
            .ProducesProblems(403, 409);
    }

    private static async Task<IResult> StatsAsync(StorageReader reader, CancellationToken ct) =>
        TypedResults.Ok(StatsAnswer.Of((await ReadAsync(reader, ct)).Figures));

    private static async Task<IResult> StorageAsync(StorageReader reader, CancellationToken ct) =>
        TypedResults.Ok(StorageAnswer.Of(await ReadAsync(reader, ct)));

    private static async Task<StorageReport> ReadAsync(StorageReader reader, CancellationToken ct) =>
        await reader.ReadAsync(ct) ?? throw new ApiException(
            StatusCodes.Status409Conflict, "not_measured", "Nothing has been measured yet. It happens within a minute of the start; ask again then.");
}
