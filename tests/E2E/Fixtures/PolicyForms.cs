using System.Net;

namespace ConversationMemory.Tests.E2E.Fixtures;

/// <summary>Saves policies as an admin does: where the form asks for a confirmation, it is given.</summary>
public static class PolicyForms
{
    public static async Task<HttpResponseMessage> SavePolicyAsync(this HttpClient admin, string path, params (string Name, string Value)[] fields)
    {
        var answer = await admin.SubmitAsync(path, fields);
        if (answer.StatusCode != HttpStatusCode.OK) return answer;
        var confirm = (await answer.ReadPageAsync()).QuerySelector("button[name=Confirmed]")?.GetAttribute("value");
        answer.Dispose();
        Assert.True(confirm is not null, "The form is neither saved nor to be confirmed.");
        return await admin.SubmitAsync(path, [.. fields, ("Confirmed", confirm)]);
    }
}
