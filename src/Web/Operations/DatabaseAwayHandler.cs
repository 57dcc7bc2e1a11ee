using ConversationMemory.Data;
using ConversationMemory.Web.Endpoints;
using Microsoft.AspNetCore.Diagnostics;

namespace ConversationMemory.Web.Operations;

/// <summary>While the database cannot serve, whatever was asked is refused with when to ask again.</summary>
internal sealed class DatabaseAwayHandler(ILogger<DatabaseAwayHandler> log) : IExceptionHandler
{
    private const string Words = "The database cannot be reached just now. Please try again in a moment.";

    private static readonly TimeSpan TryAgain = TimeSpan.FromSeconds(10);

    public ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (!DatabaseFaults.IsAway(exception)) return ValueTask.FromResult(false);
        log.LogError(exception, "The database cannot serve a request");
        httpContext.Refuse(StatusCodes.Status503ServiceUnavailable, "database_away", Words, TryAgain);
        return ValueTask.FromResult(true);
    }
}
