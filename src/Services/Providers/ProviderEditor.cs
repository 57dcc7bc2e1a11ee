using ConversationMemory.Data;
using ConversationMemory.Data.Accounts;
using ConversationMemory.Data.Models;
using ConversationMemory.Services.Audit;
using ConversationMemory.Services.Models.Providers;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace ConversationMemory.Services.Providers;

/// <summary>
/// What admins do to providers, with the audit log's entry for it: which never says a key or a header's value. The caller has checked
/// that the signed-in person is an admin, and the input.
/// </summary>
public sealed class ProviderEditor(AdminDbContext db, AuditLog audit, ProviderSecrets secrets, ProviderProbe probe)
{
    /// <returns>The new provider's id; null: there is one of this name.</returns>
    public async Task<Guid?> AddAsync(ProviderInput input, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var provider = new Provider { OrganisationId = Organisation.DefaultId, Name = input.Name, Kind = input.Kind, Endpoint = input.Endpoint };
        Write(input, provider, input.NewKey, input.NewHeaders);
        db.Providers.Add(provider);
        if (!await TryAsync(() => Audit("provider.made", provider, new
        {
            provider.Name,
            provider.Kind,
            provider.Endpoint,
            key = input.NewKey is null ? "none" : "entered",
            headers = Names(input.NewHeaders.Keys),
        }, ct), PostgresErrorCodes.UniqueViolation)) return null;
        await transaction.CommitAsync(ct);
        return provider.Id;
    }

    /// <param name="editedVersion">The version that the person saw when they began.</param>
    public async Task<ProviderSave> SaveAsync(Guid id, int editedVersion, ProviderInput input, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (await LockAsync(id, ct) is not { } provider) return ProviderSave.NoSuchProvider;
        if (provider.Version != editedVersion) return ProviderSave.Conflict;
        var isReadable = secrets.TryRead(provider, out var key, out var headers);
        var keepsKey = provider.ProtectedKey is not null && input.NewKey is null && !input.RemoveKey;
        var kept = headers.Where(h => !input.RemovedHeaders.Contains(h.Key, StringComparer.OrdinalIgnoreCase) && !Has(input.NewHeaders, h.Key)).ToList();
        if ((!isReadable || !IsSameOrigin(provider.Endpoint, input.Endpoint)) && (keepsKey || kept.Count > 0)) return ProviderSave.SecretsNeeded;

        var newHeaders = input.NewHeaders.Concat(kept).ToDictionary(StringComparer.OrdinalIgnoreCase);
        var changes = Changes(provider, input, headers.Keys, newHeaders.Keys);
        if (changes.Count == 0) return ProviderSave.Unchanged;
        Write(input, provider, keepsKey ? key : input.NewKey, newHeaders);
        provider.Version++;
        if (!await TryAsync(() => Audit("provider.changed", provider, new { changes }, ct), PostgresErrorCodes.UniqueViolation)) return ProviderSave.NameTaken;
        await transaction.CommitAsync(ct);
        return ProviderSave.Saved;
    }

    /// <summary>Adds models to those it lists; what is known of the others stays.</summary>
    /// <returns>False: there is no such provider.</returns>
    public async Task<bool> AddModelsAsync(Guid id, IReadOnlyCollection<string> names, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (await LockAsync(id, ct) is not { } provider) return false;
        var added = names.Except(provider.Models.Select(m => m.Name)).ToList();
        if (added.Count == 0) return true;
        provider.Models = [.. provider.Models, .. added.Select(name => new ProviderModel { Name = name })];
        provider.Version++;
        await Audit("provider.changed", provider, new { models_added = Names(added) }, ct);
        await transaction.CommitAsync(ct);
        return true;
    }

    /// <returns>False: there is no such provider.</returns>
    public async Task<bool> SetEnabledAsync(Guid id, bool enabled, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (await LockAsync(id, ct) is not { } provider) return false;
        if (provider.Enabled == enabled) return true;
        provider.Enabled = enabled;
        provider.Version++;
        await Audit(enabled ? "provider.enabled" : "provider.disabled", provider, null, ct);
        await transaction.CommitAsync(ct);
        return true;
    }

    /// <summary>Removes a provider that no agent uses.</summary>
    /// <returns>Names of the agents that use it, and nothing was removed; empty: it is gone.</returns>
    public async Task<IReadOnlyList<string>> RemoveAsync(Guid id, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (await LockAsync(id, ct) is not { } provider) return [];
        // The lock keeps agents from choosing it in the meantime: a foreign key asks for the row.
        var users = await db.Agents.Where(a => a.ProviderId == id).OrderBy(a => a.Name).Select(a => a.Name).ToListAsync(ct);
        if (users.Count > 0) return users;
        db.Providers.Remove(provider);
        await Audit("provider.removed", provider, new { provider.Name }, ct);
        await transaction.CommitAsync(ct);
        return [];
    }

    /// <returns>Null: there is no such provider.</returns>
    public async Task<ProbeResult?> TestAsync(Guid id, CancellationToken ct)
    {
        if (await db.Providers.AsNoTracking().SingleOrDefaultAsync(p => p.Id == id, ct) is not { } provider) return null;
        var result = await probe.RunAsync(provider, ct);
        await Audit("provider.tested", provider, new { outcome = result.Outcome.ToString(), key = result.Key.ToString(), result.Status, models = result.Models.Count }, ct);
        return result;
    }

    private void Write(ProviderInput input, Provider provider, string? key, IReadOnlyDictionary<string, string> headers)
    {
        provider.Name = input.Name;
        provider.Kind = input.Kind;
        provider.Endpoint = input.Endpoint;
        provider.Models = input.Models;
        provider.StreamTimeoutSeconds = input.StreamTimeoutSeconds;
        provider.ProtectedKey = key is null ? null : secrets.ProtectKey(provider.Id, provider.Endpoint, key);
        provider.ProtectedHeaders = secrets.ProtectHeaders(provider.Id, provider.Endpoint, headers);
    }

    private static Dictionary<string, object> Changes(
        Provider provider, ProviderInput input, IEnumerable<string> headers, IEnumerable<string> newHeaders)
    {
        var changes = new Dictionary<string, object>();
        Add("name", provider.Name, input.Name);
        Add("kind", provider.Kind, input.Kind);
        Add("endpoint", provider.Endpoint, input.Endpoint);
        Add("stream_timeout_seconds", $"{provider.StreamTimeoutSeconds}", $"{input.StreamTimeoutSeconds}");
        Add("headers", Names(headers), Names(newHeaders));
        if (!provider.Models.SequenceEqual(input.Models)) changes["models"] = new { from = Names(provider.Models.Select(m => m.Name)), to = Names(input.Models.Select(m => m.Name)) };
        if (input.NewKey is not null) changes["key"] = "entered";
        else if (input.RemoveKey && provider.ProtectedKey is not null) changes["key"] = "removed";
        if (input.NewHeaders.Count > 0) changes["headers_entered"] = Names(input.NewHeaders.Keys)!;
        return changes;

        void Add(string name, string? from, string? to)
        {
            if (from != to) changes[name] = new { from, to };
        }
    }

    private static string? Names(IEnumerable<string> names) =>
        string.Join(", ", names.Order(StringComparer.OrdinalIgnoreCase)) is { Length: > 0 } text ? text : null;

    private static bool Has(IReadOnlyDictionary<string, string> headers, string name) => headers.Keys.Contains(name, StringComparer.OrdinalIgnoreCase);

    private static bool IsSameOrigin(string one, string other) =>
        Uri.Compare(new Uri(one), new Uri(other), UriComponents.SchemeAndServer, UriFormat.Unescaped, StringComparison.OrdinalIgnoreCase) == 0;

    private Task Audit(string action, Provider provider, object? detail, CancellationToken ct) =>
        audit.WriteAsync(action, "provider", provider.Id.ToString(), detail, ct);

    private static async Task<bool> TryAsync(Func<Task> save, string refusal)
    {
        try
        {
            await save();
            return true;
        }
        catch (DbUpdateException failure) when (failure.InnerException is PostgresException refused && refused.SqlState == refusal)
        {
            return false;
        }
    }

    // Two admins at once: the second waits here, and sees what the first has done.
    private Task<Provider?> LockAsync(Guid id, CancellationToken ct) =>
        db.Providers.FromSql($"SELECT * FROM app.providers WHERE id = {id} FOR UPDATE").SingleOrDefaultAsync(ct);
}
