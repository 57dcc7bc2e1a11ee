using ConversationMemory.Web.Api.Problems;

namespace ConversationMemory.Web.Api;

/// <summary>How many entries a page of an answer has.</summary>
internal static class PageSize
{
    private const int Default = 30;
    private const int Max = 100;

    public static int Of(int? limit) => limit switch
    {
        null => Default,
        < 1 => throw ApiException.BadRequest("bad_limit", $"\"limit\" is a number from 1 to {Max}."),
        _ => Math.Min(limit.Value, Max),
    };
}
