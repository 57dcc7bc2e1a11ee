using ConversationMemory.Data.RowSecurity;
using Microsoft.Extensions.DependencyInjection;

namespace ConversationMemory.Services.Work;

/// <summary>
/// Services that work as one person: <c>await using var scope = scopes.AsOwner(job.OwnerId)</c>. Beside signing in, this is the one place where
/// an identity is taken on, and it is taken from a row.
/// </summary>
public sealed class OwnerScope : IAsyncDisposable
{
    private readonly AsyncServiceScope scope;

    internal OwnerScope(AsyncServiceScope scope, Guid owner)
    {
        this.scope = scope;
        Get<CurrentUser>().Id = owner;
    }

    public T Get<T>()
        where T : notnull => scope.ServiceProvider.GetRequiredService<T>();

    public ValueTask DisposeAsync() => scope.DisposeAsync();
}

public static class OwnerScopes
{
    /// <summary>A new scope in which everything is done on this person's behalf.</summary>
    public static OwnerScope AsOwner(this IServiceScopeFactory scopes, Guid owner) => new(scopes.CreateAsyncScope(), owner);
}
