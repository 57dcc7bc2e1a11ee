using System.Globalization;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace ConversationMemory.Web.Pages.TagHelpers;

/// <summary>
/// <c>&lt;time at="…" /&gt;</c>: a moment in the reader's time zone, short where it is near. On the first visit the zone
/// is not known yet; script then puts it right (times.js looks for data-utc).
/// </summary>
[HtmlTargetElement("time", Attributes = "at", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class TimeTagHelper(TimeProvider clock) : TagHelper
{
    public DateTimeOffset At { get; set; }

    [ViewContext]
    [HtmlAttributeNotBound]
    public ViewContext View { get; set; } = null!;

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var zone = ReaderTimeZone.Of(View.HttpContext);
        var local = TimeZoneInfo.ConvertTime(At, zone);
        var now = TimeZoneInfo.ConvertTime(clock.GetUtcNow(), zone);
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("datetime", At.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture));
        output.Attributes.SetAttribute("title", local.ToString("d MMMM yyyy, HH:mm", CultureInfo.InvariantCulture));
        if (!View.HttpContext.Request.Cookies.ContainsKey(ReaderTimeZone.Cookie))
            output.Attributes.SetAttribute("data-utc", "");
        output.Content.SetContent(local.ToString(Format(local, now), CultureInfo.InvariantCulture));
    }

    private static string Format(DateTimeOffset moment, DateTimeOffset now) =>
        moment.Date == now.Date ? "HH:mm"
        : moment.Year == now.Year ? "d MMM, HH:mm"
        : "d MMM yyyy, HH:mm";
}
