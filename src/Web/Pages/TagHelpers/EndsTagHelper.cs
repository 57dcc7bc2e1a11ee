using System.Globalization;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace ConversationMemory.Web.Pages.TagHelpers;

/// <summary><c>&lt;ends at="…" /&gt;</c>: a moment to come as what is left until then, "in 5 days"; the date is its title.</summary>
[HtmlTargetElement("ends", Attributes = "at", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class EndsTagHelper(TimeProvider clock) : TagHelper
{
    public DateTimeOffset At { get; set; }

    [ViewContext]
    [HtmlAttributeNotBound]
    public ViewContext View { get; set; } = null!;

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var local = TimeZoneInfo.ConvertTime(At, ReaderTimeZone.Of(View.HttpContext));
        output.TagName = "time";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("datetime", At.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture));
        output.Attributes.SetAttribute("title", local.ToString("d MMMM yyyy, HH:mm", CultureInfo.InvariantCulture));
        output.Content.SetContent(Left(At - clock.GetUtcNow()));
    }

    /// <summary>Rounded down, so that nobody counts on time that is not there.</summary>
    internal static string Left(TimeSpan left) => left switch
    {
        { TotalHours: < 1 } => "within the hour",
        { TotalHours: < 2 } => "in 1 hour",
        { TotalDays: < 1 } => string.Create(CultureInfo.InvariantCulture, $"in {(int)left.TotalHours} hours"),
        { TotalDays: < 2 } => "in 1 day",
        _ => string.Create(CultureInfo.InvariantCulture, $"in {(int)left.TotalDays:N0} days"),
    };
}
