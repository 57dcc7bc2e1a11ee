namespace ConversationMemory.Web.Security;

/// <summary>For an address that makes a file in the format of its query; without one it is a page to choose from.</summary>
internal sealed class CostsByFormatAttribute() : CostsAttribute(Work.Export)
{
    public override int UnitsOf(HttpRequest request)
    {
        var format = request.Query["format"].ToString();
        return format.Length == 0 ? Work.Page : IsPdf(request) ? Work.Pdf : Work.Export;
    }

    internal static bool IsPdf(HttpRequest request) => string.Equals(request.Query["format"], "pdf", StringComparison.OrdinalIgnoreCase);
}
