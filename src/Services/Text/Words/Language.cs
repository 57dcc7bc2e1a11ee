namespace ConversationMemory.Services.Text.Words;

/// <summary>Languages whose words are brought to a stem. The numbers are kept in filters: add at the end only.</summary>
public enum Language
{
    /// <summary>Words stay as they are, but for case and accents.</summary>
    Other,
    English,
    German,
    French,
    Spanish,
    Italian,
    Portuguese,
    Dutch,
    Russian,
    Arabic,
    Hebrew,
}
