using System.Net;
using ConversationMemory.Tests.E2E.Fixtures;

namespace ConversationMemory.Tests.E2E.Http;

/// <summary>A backup of an app that runs, restored somewhere else, is the app again.</summary>
public sealed class BackupTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("cm-restored-").FullName;

    private string Backups => Path.Combine(folder, "backups");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task People_are_still_signed_in_to_a_restored_app_and_find_what_they_wrote()
    {
        var cookies = new CookieContainer();
        string chat, running, stopped;
        await using (var app = await AppProcess.StartAsync(In("here")))
        {
            using var ada = Browser(app, cookies);
            await ada.RegisterAsync("ada@example.org", Portal.Password);
            using var sent = await ada.SubmitAsync("/chat/new", [("message", "What do you know of tea?")], "form#composer");
            chat = sent.Headers.Location!.OriginalString.Split('#')[0];
            running = (await DeployScript.RunAsync("backup.sh", In("here"), Backups)).Succeeded();
            // The names tell seconds.
            File.Move(running, running = Path.Combine(folder, "running.dump"));
            File.Move(Directory.GetFiles(Backups).Single(), Path.ChangeExtension(running, ".key"));
        }

        stopped = (await DeployScript.RunAsync("backup.sh", In("here"), Backups)).Succeeded();
        foreach (var (backup, place) in new[] { (running, "there"), (stopped, "elsewhere") })
        {
            (await DeployScript.RunAsync("restore.sh", In(place), backup)).Succeeded();
            await using var again = await AppProcess.StartAsync(In(place));
            using var back = Browser(again, cookies);
            var page = await back.PageAsync(chat);
            Assert.Contains("What do you know of tea?", page.QuerySelector("#log article[data-role=user]")!.TextContent, StringComparison.Ordinal);
        }
    }

    private Dictionary<string, string> In(string place) => new() { ["DataDirectory"] = Path.Combine(folder, place) };

    private static HttpClient Browser(AppProcess app, CookieContainer cookies) =>
        new(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = cookies }) { BaseAddress = app.Address };
}
