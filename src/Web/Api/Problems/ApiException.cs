namespace ConversationMemory.Web.Api.Problems;

/// <summary>A request that the API refuses.</summary>
/// <param name="status">The HTTP status.</param>
/// <param name="code">Stable, for programs.</param>
/// <param name="detail">For the person who writes the program; tells the way out.</param>
internal sealed class ApiException(int status, string code, string detail) : Exception(detail)
{
    public int Status { get; } = status;

    public string Code { get; } = code;

    public static ApiException BadRequest(string code, string detail) => new(StatusCodes.Status400BadRequest, code, detail);

    public static ApiException NotJson() => new(
        StatusCodes.Status415UnsupportedMediaType, "unsupported_media_type", "Send the body as JSON, with Content-Type: application/json.");

    public static ApiException AnotherPerson(string name) => new(
        StatusCodes.Status403Forbidden, "another_person",
        $"\"{name}\" names another person. The API acts for the owner of the key or session alone; leave it out.");
}
