namespace ConversationMemory.Services.Templates;

/// <summary>Something about a template will not do; the message is for the person and tells the way out.</summary>
/// <param name="code">Stable, for programs.</param>
public sealed class TemplateException(string code, string message) : Exception(message)
{
    public string Code { get; } = code;
}
