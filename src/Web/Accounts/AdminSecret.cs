using System.Security.Cryptography;
using System.Text;
using System.Threading.RateLimiting;
using ConversationMemory.Services.Accounts;
using ConversationMemory.Web.Security;
using Microsoft.Extensions.Options;

namespace ConversationMemory.Web.Accounts;

/// <summary>The setting <c>Admin__Secret</c>. Only its hash is kept, and compared in a time that says nothing about it.</summary>
internal sealed class AdminSecret : IDisposable
{
    private const int MinLength = 16;

    private readonly byte[]? hash;
    private readonly PartitionedRateLimiter<string> guesses;

    /// <exception cref="InvalidOperationException">The secret is short enough to be guessed.</exception>
    public AdminSecret(IOptions<AdminOptions> admin, IOptions<RateLimitOptions> limits)
    {
        if (admin.Value.Secret is { Length: > 0 } secret)
        {
            if (secret.Length < MinLength)
                throw new InvalidOperationException($"Admin__Secret has fewer than {MinLength} characters. Make one with: openssl rand -base64 32");
            hash = Hash(secret);
        }

        var (burst, perMinute) = (limits.Value.SignInBurst, limits.Value.SignInPerMinute);
        guesses = PartitionedRateLimiter.Create<string, string>(address => RateLimitPartition.GetTokenBucketLimiter(address, _ =>
            new TokenBucketRateLimiterOptions { TokenLimit = burst, TokensPerPeriod = 1, ReplenishmentPeriod = TimeSpan.FromMinutes(1) / perMinute }));
    }

    public bool Is(string given) => hash is not null && CryptographicOperations.FixedTimeEquals(Hash(given), hash);

    /// <summary>Counts a wrong one.</summary>
    public void CountWrong(string address)
    {
        using var _ = guesses.AttemptAcquire(address);
    }

    /// <summary>Whether the address has tried too many, and is not listened to for now.</summary>
    public bool IsBlocked(string address) => guesses.GetStatistics(address)?.CurrentAvailablePermits == 0;

    public void Dispose() => guesses.Dispose();

    private static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
