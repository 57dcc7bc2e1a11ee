using ConversationMemory.Data.RowSecurity;
using Microsoft.Extensions.DependencyInjection;

namespace ConversationMemory.Services.Audit;

/// <summary>Writes down what a hold has prevented.</summary>
public sealed class HoldGuard(IServiceScopeFactory scopes, CurrentUser currentUser)
{
    /// <summary>Adds <c>hold.prevented</c> in a transaction of its own, so that it stays when the attempt is rolled back.</summary>
    /// <param name="attempt">What was tried, such as <c>conversation.delete</c>.</param>
    /// <param name="owner">Whose it is.</param>
    /// <param name="conversation">Null: the account as a whole.</param>
    /// <param name="ct">Ends the command.</param>
    public async Task PreventedAsync(string attempt, Guid owner, Guid? conversation, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentUser>().Id = currentUser.Id;
        await scope.ServiceProvider.GetRequiredService<AuditLog>().WriteAsync(
            "hold.prevented",
            conversation is null ? "user" : "conversation",
            (conversation ?? owner).ToString(),
            new { attempt, owner },
            ct);
    }
}
