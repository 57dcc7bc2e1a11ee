namespace ConversationMemory.Services.Models.Prices;

/// <param name="AsOf">The day of the price it was reckoned with.</param>
public sealed record ModelCost(decimal Amount, string Currency, DateOnly AsOf);
