using ConversationMemory.Data;
using ConversationMemory.Data.Models;
using ConversationMemory.Services.Models.Providers;
using Microsoft.EntityFrameworkCore;

namespace ConversationMemory.Services.Providers;

/// <summary>Reads providers for admins.</summary>
public sealed class ProviderList(AdminDbContext db, ProviderSecrets secrets)
{
    public async Task<IReadOnlyList<ListedProvider>> AllAsync(CancellationToken ct)
    {
        var providers = await db.Providers.AsNoTracking().OrderBy(p => p.Name).ToListAsync(ct);
        var agents = await db.Agents.Where(a => a.ProviderId != null).OrderBy(a => a.Name).Select(a => new { a.ProviderId, a.Name }).ToListAsync(ct);
        return providers.ConvertAll(p => Listed(p, [.. agents.Where(a => a.ProviderId == p.Id).Select(a => a.Name)]));
    }

    public async Task<ListedProvider?> FindAsync(Guid id, CancellationToken ct)
    {
        if (await db.Providers.AsNoTracking().SingleOrDefaultAsync(p => p.Id == id, ct) is not { } provider) return null;
        return Listed(provider, await db.Agents.Where(a => a.ProviderId == id).OrderBy(a => a.Name).Select(a => a.Name).ToListAsync(ct));
    }

    private ListedProvider Listed(Provider provider, IReadOnlyList<string> agents)
    {
        var readable = secrets.TryRead(provider, out _, out var headers);
        return new ListedProvider(
            provider.Id, provider.Name, provider.Kind, provider.Endpoint, provider.ProtectedKey is not null,
            [.. headers.Keys.Order(StringComparer.OrdinalIgnoreCase)], !readable, provider.Models, provider.StreamTimeoutSeconds,
            provider.Enabled, provider.Version, agents);
    }
}
