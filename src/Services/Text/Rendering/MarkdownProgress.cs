
namespace ConversationMemory.Services.Text.Rendering;

/// <summary>What changed on the page since the step before.</summary>
/// <param name="Finished">Blocks that will not change any more, to be put after the finished ones before them.</param>
/// <param name="Growing">The block at the end, to be put in the place of the one before.</param>
public readonly record struct MarkdownProgress(SafeHtml Finished, SafeHtml Growing);
