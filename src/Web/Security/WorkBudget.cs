using System.Threading.RateLimiting;

namespace ConversationMemory.Web.Security;

/// <summary>
/// How much work one person may ask for, whatever it is: each request takes from their budget what its endpoint costs. All keys and sessions
/// of a person share it, and so cannot be multiplied.
/// </summary>
internal sealed class WorkBudget : PartitionedRateLimiter<HttpContext>
{
    private readonly int most;
    private readonly PartitionedRateLimiter<HttpContext> budgets;

    /// <param name="options">How large a budget is, and how fast it fills up.</param>
    /// <param name="personOf">Whose budget it is.</param>
    public WorkBudget(RateLimitOptions options, Func<HttpContext, string> personOf)
    {
        most = options.WorkBurst;
        budgets = PartitionedRateLimiter.Create<HttpContext, string>(context => UnitsOf(context) == Work.Nothing
            ? RateLimitPartition.GetNoLimiter("")
            : RateLimitPartition.GetTokenBucketLimiter(personOf(context), _ => RateLimits.Bucket(options.WorkBurst, options.WorkPerMinute)));
    }

    public override RateLimiterStatistics? GetStatistics(HttpContext resource) => budgets.GetStatistics(resource);

    protected override RateLimitLease AttemptAcquireCore(HttpContext resource, int permitCount) => budgets.AttemptAcquire(resource, UnitsOf(resource));

    protected override ValueTask<RateLimitLease> AcquireAsyncCore(HttpContext resource, int permitCount, CancellationToken cancellationToken) =>
        budgets.AcquireAsync(resource, UnitsOf(resource), cancellationToken);

    protected override void Dispose(bool disposing)
    {
        if (disposing) budgets.Dispose();
        base.Dispose(disposing);
    }

    protected override async ValueTask DisposeAsyncCore()
    {
        await budgets.DisposeAsync();
        await base.DisposeAsyncCore();
    }

    // What costs more than a whole budget can be asked for when it is full.
    private int UnitsOf(HttpContext context) =>
        Math.Min(most, context.GetEndpoint()?.Metadata.GetMetadata<CostsAttribute>()?.UnitsOf(context.Request) ?? Work.Page);
}
