namespace ConversationMemory.Services.Imports;

/// <summary>What was uploaded cannot be imported, or what is asked of an import does not go.</summary>
/// <param name="message">For its reader; says the way out.</param>
/// <param name="code">Stable, for programs.</param>
public sealed class ImportException(string message, string code = "unreadable") : Exception(message)
{
    public string Code { get; } = code;
}
