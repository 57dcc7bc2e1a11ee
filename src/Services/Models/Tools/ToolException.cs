
namespace ConversationMemory.Services.Models.Tools;

/// <summary>A tool could not do what it was asked. The message is for the model and for the person who unfolds the call.</summary>
public sealed class ToolException(string message) : Exception(message);
