using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewEngines;
using Microsoft.AspNetCore.Mvc.ViewFeatures;

namespace ConversationMemory.Web.Pages.TagHelpers;

/// <summary>Renders a partial to text, for events of a stream: the same partials that pages are made of.</summary>
public sealed class FragmentRenderer(ICompositeViewEngine views, ITempDataProvider tempData)
{
    /// <param name="context">The page that answers.</param>
    /// <param name="path">The partial's full path, such as <c>/Pages/Chat/_Message.cshtml</c>.</param>
    /// <param name="model">Its record.</param>
    public async Task<string> RenderAsync(ActionContext context, string path, object model)
    {
        var view = views.GetView(null, path, isMainPage: false).View ?? throw new FileNotFoundException("No such partial.", path);
        await using var text = new StringWriter();
        var data = new ViewDataDictionary(new EmptyModelMetadataProvider(), new ModelStateDictionary()) { Model = model };
        await view.RenderAsync(new ViewContext(
            context, view, data, new TempDataDictionary(context.HttpContext, tempData), text, new HtmlHelperOptions()));
        return text.ToString();
    }
}
