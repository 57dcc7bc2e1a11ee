using ConversationMemory.Services.Chat;
using ConversationMemory.Services.Text.Rendering;

namespace ConversationMemory.Web.Pages.Chat;

/// <summary>What changed in a growing reply.</summary>
/// <param name="ElementId">Of the reply.</param>
/// <param name="IsFirst">This connection has sent nothing yet: what stands there is replaced.</param>
public sealed record ReplyStep(string ElementId, bool IsFirst, IReadOnlyList<ToolProgress> Tools, MarkdownProgress Text);
