using ConversationMemory.Services.Retention.Sweep;

namespace ConversationMemory.Web.Hosting;

/// <summary>Tells the sweep of requests that are over.</summary>
internal static class SweepAfterRequests
{
    public static WebApplication UseSweepAfterRequests(this WebApplication app)
    {
        var sweep = app.Services.GetRequiredService<RequestSweep>();
        app.Use((context, next) =>
        {
            // The answer is with the caller by then, and the call only leaves a note: the next request of the connection waits for it.
            context.Response.OnCompleted(() =>
            {
                sweep.Poke();
                return Task.CompletedTask;
            });
            return next(context);
        });
        return app;
    }
}
