using ConversationMemory.Data.Chat;
using ConversationMemory.Data.Templates;
using ConversationMemory.Services.Messages;

namespace ConversationMemory.Services.Templates;

/// <summary>What a person writes about a template.</summary>
/// <param name="ForOrganisation">Everybody of the organisation may begin with it; for its admins to decide.</param>
/// <param name="AgentId">Null: the one it has.</param>
public sealed record TemplateText(string? Name, string? Description, bool ForOrganisation, IReadOnlyList<TemplateMessage> Messages, Guid? AgentId = null)
{
    public const int MostMessages = 50;

    private const int MaxDescription = 500;
    private const int MaxContent = 20_000;

    /// <exception cref="TemplateException">It will not do.</exception>
    public TemplateText Checked()
    {
        var name = (Name ?? "").Trim();
        var description = (Description ?? "").Trim();
        if (name.Length == 0 || MessageText.Length(name) > ConversationTemplate.MaxNameLength || !IsLine(name))
            throw new TemplateException("bad_name", $"Give the template a name of 1 to {ConversationTemplate.MaxNameLength} characters.");
        if (MessageText.Length(description) > MaxDescription || !MessageText.IsStorable(description))
            throw new TemplateException("bad_description", $"A description has at most {MaxDescription} characters.");
        var kept = Messages.Where(m => m.Role is MessageRole.User or MessageRole.Assistant && !string.IsNullOrWhiteSpace(m.Content))
            .Select(m => m with { Content = m.Content.Replace("\r\n", "\n", StringComparison.Ordinal) }).ToList();
        if (kept.Count == 0) throw new TemplateException("no_messages", "A template needs at least one message.");
        if (kept.Count > MostMessages) throw new TemplateException("too_many_messages", $"A template holds at most {MostMessages} messages. Take fewer of the first ones.");
        if (kept.Exists(m => MessageText.Length(m.Content) > MaxContent || !MessageText.IsStorable(m.Content)))
            throw new TemplateException("bad_message", $"A message of a template has at most {MaxContent:N0} characters, and none that cannot be stored. Shorten it, or take only the messages before it.");
        return this with { Name = name, Description = description, Messages = kept };
    }

    private static bool IsLine(string name) => !name.Any(char.IsControl) && MessageText.IsStorable(name);
}
