namespace ConversationMemory.Data.Summaries;

/// <summary>Who wrote a summary: a model, the extractive fallback, or a person who edited it.</summary>
public enum SummarySource
{
    Model,
    Extractive,
    Edited,
}
