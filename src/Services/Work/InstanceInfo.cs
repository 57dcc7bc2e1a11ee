
namespace ConversationMemory.Services.Work;

/// <summary>What the services may know of the process they run in.</summary>
/// <param name="IsAlone">No other instance can be using this database.</param>
public sealed record InstanceInfo(bool IsAlone);
