namespace ConversationMemory.Web.Security;

/// <summary>Units of work: one is about what a page costs.</summary>
internal static class Work
{
    public const int Nothing = 0;
    public const int Page = 1;
    public const int Search = 5;

    /// <summary>A whole conversation as a file, whose text is laid out on the way.</summary>
    public const int Export = 5;

    /// <summary>A file that is read from end to end, before and after it is imported.</summary>
    public const int Upload = 10;
    public const int Pdf = 20;

    /// <summary>Many conversations as one file.</summary>
    public const int Archive = 20;
}
