using System.Globalization;
using System.Threading.RateLimiting;
using ConversationMemory.Services.Sharing;
using ConversationMemory.Web.Accounts;
using ConversationMemory.Web.Endpoints;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;

namespace ConversationMemory.Web.Security;

/// <summary>How often somebody may do what costs: 429 with <c>Retry-After</c> beyond that.</summary>
public static class RateLimits
{
    /// <summary>For sends, for each person, and for each key by itself. Reading is free.</summary>
    public const string Chat = "chat";

    /// <summary>For forms that try a password, for each address. Reading the form is free.</summary>
    public const string SignIn = "sign-in";

    /// <summary>For PDF files, for each person, and for each key by itself. Other formats are free.</summary>
    public const string Pdf = "pdf";

    /// <summary>For pages of share links: opening them for each address, and trying passphrases for each link and address.</summary>
    public const string Share = "share";

    internal static IServiceCollection AddRateLimits(this IServiceCollection services, IConfiguration configuration)
    {
        services.Configure<RateLimitOptions>(configuration.GetSection(RateLimitOptions.Section));
        services.AddOptions<RateLimiterOptions>()
            .Configure<IOptions<RateLimitOptions>>((limiter, limits) => limiter.GlobalLimiter = new WorkBudget(limits.Value, Person));
        return services.AddRateLimiter(limiter =>
        {
            limiter.OnRejected = SayWhenAsync;
            limiter.AddPolicy(Chat, context => HttpMethods.IsPost(context.Request.Method)
                ? Bucket(context, Sender(context), o => (o.ChatBurst, o.ChatPerMinute))
                : RateLimitPartition.GetNoLimiter(""));
            limiter.AddPolicy(Pdf, context => CostsByFormatAttribute.IsPdf(context.Request)
                ? Bucket(context, Sender(context), o => (o.PdfBurst, o.PdfPerMinute))
                : RateLimitPartition.GetNoLimiter(""));
            limiter.AddPolicy(SignIn, context => HttpMethods.IsPost(context.Request.Method)
                ? Bucket(context, Address(context), o => (o.SignInBurst, o.SignInPerMinute))
                : RateLimitPartition.GetNoLimiter(""));
            limiter.AddPolicy(Share, context => HttpMethods.IsPost(context.Request.Method)
                ? Bucket(context, $"{Address(context)} {Link(context)}", o => (o.PassphraseBurst, o.PassphrasePerMinute))
                : Bucket(context, Address(context), o => (o.ShareBurst, o.SharePerMinute)));
        });
    }

    private static RateLimitPartition<string> Bucket(
        HttpContext context, string partition, Func<RateLimitOptions, (int Burst, int PerMinute)> choose)
    {
        var (burst, perMinute) = choose(context.RequestServices.GetRequiredService<IOptions<RateLimitOptions>>().Value);
        return RateLimitPartition.GetTokenBucketLimiter(partition, _ => Bucket(burst, perMinute));
    }

    /// <param name="burst">At once.</param>
    /// <param name="perMinute">In the long run.</param>
    internal static TokenBucketRateLimiterOptions Bucket(int burst, int perMinute) => new()
    {
        TokenLimit = burst,
        TokensPerPeriod = 1,
        ReplenishmentPeriod = TimeSpan.FromMinutes(1) / perMinute,
    };

    private static string Sender(HttpContext context) =>
        context.User.ApiKeyId() ?? context.User.UserId()?.ToString() ?? Address(context);

    // The admin secret is nobody's, and one budget for all who know it.
    private static string Person(HttpContext context) =>
        context.User.UserId()?.ToString() ?? context.User.ApiKeyId() ?? Address(context);

    /// <summary>Where it comes from. Who has one address of IPv6 has a network of them.</summary>
    private static string Address(HttpContext context) => AddressPart.Of(context.Connection.RemoteIpAddress);

    // The same for all ways to write its address.
    private static string Link(HttpContext context) => Convert.ToHexString(ShareToken.Read(context.GetRouteValue("token") as string)?.Hash ?? []);

    private static string Seconds(TimeSpan wait) =>
        Math.Ceiling(wait.TotalSeconds) is > 1 and var seconds ? $"{seconds.ToString(CultureInfo.InvariantCulture)} seconds" : "a second";

    private static ValueTask SayWhenAsync(OnRejectedContext context, CancellationToken ct)
    {
        var wait = context.Lease.TryGetMetadata(MetadataName.RetryAfter, out var time) ? time : TimeSpan.FromSeconds(1);
        context.HttpContext.Refuse(
            StatusCodes.Status429TooManyRequests, "rate_limited", $"That was a lot within a short time. Please wait {Seconds(wait)}, then try again; nothing was changed.", wait);
        return ValueTask.CompletedTask;
    }
}
