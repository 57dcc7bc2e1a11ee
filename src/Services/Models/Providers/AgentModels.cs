using ConversationMemory.Data;
using Microsoft.EntityFrameworkCore;

namespace ConversationMemory.Services.Models.Providers;

/// <summary>
/// Finds the model that answers for an agent. A provider's row is read each time it is used, so that a change of it counts from the next
/// reply on, on every instance.
/// </summary>
public sealed class AgentModels(ChatClients clients, AdminDbContext db)
{
    /// <param name="provider">The agent's provider; null: the one of the environment.</param>
    /// <param name="model">The agent's model; null: the first of its provider.</param>
    /// <param name="ct">Ends the reading.</param>
    /// <exception cref="ModelException">
    /// The provider is switched off, or its key cannot be read. Nobody else is asked in its place: what people write goes where an admin
    /// decided that it may go.
    /// </exception>
    public async Task<ModelInUse> ForAsync(Guid? provider, string? model, CancellationToken ct)
    {
        if (provider is not { } id) return clients.For(model);
        var row = await db.Providers.AsNoTracking().SingleOrDefaultAsync(p => p.Id == id, ct);
        return row is { Enabled: true } ? clients.For(row, model) : throw new ModelException(ModelError.ProviderOff, "provider");
    }
}
