namespace ConversationMemory.Services.Agents;

/// <summary>A setting before and after; null: not set.</summary>
/// <param name="Name">As the audit log has it, such as <c>system_prompt</c>.</param>
public sealed record AgentChange(string Name, string? From, string? To);
