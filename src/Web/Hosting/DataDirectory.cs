namespace ConversationMemory.Web.Hosting;

/// <summary>Where the app keeps files of its own: the private cluster and its secrets.</summary>
public static class DataDirectory
{
    /// <summary>The setting <c>DataDirectory</c> as a full path; <c>data</c> below the working directory when unset.</summary>
    public static string Of(IConfiguration configuration) => Path.GetFullPath(configuration["DataDirectory"] ?? "data");
}
