using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace ConversationMemory.Bench.App;

/// <summary>A made file of ChatGPT's form, uploaded, read and imported by the app in a process of its own: how fast, and how much memory at most.</summary>
internal static class ImportBench
{
    private const int Messages = 20;
    private const int Megabyte = 1_000_000;

    public static async Task RunAsync(BenchOptions options, CancellationToken ct)
    {
        var megabytes = options.Rows ?? 200;
        var directory = Directory.CreateTempSubdirectory("cm-bench-").FullName;
        try
        {
            await using var app = await PublishedApp.StartAsync(new Dictionary<string, string> { ["DataDirectory"] = directory }, ct);
            using var person = new Browser(app.Address);
            await person.RegisterAsync("ada@example.org", ct);
            using var client = new HttpClient { BaseAddress = app.Address, Timeout = Timeout.InfiniteTimeSpan };
            client.DefaultRequestHeaders.Authorization = new("Bearer", await person.MakeKeyAsync(ct));
            var before = Resident(app);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Import of {megabytes} MB, conversations of {Messages} messages; the app has {before:0} MB resident before:"));

            var clock = Stopwatch.StartNew();
            using var content = new MadeFile((long)megabytes * Megabyte);
            using var answer = await client.PostAsync(new Uri("/api/imports", UriKind.Relative), content, ct);
            answer.EnsureSuccessStatusCode();
            var id = (await answer.Content.ReadFromJsonAsync<JsonElement>(ct)).GetProperty("id").GetString()!;
            Say("uploaded", clock, app, megabytes, "MB");
            clock.Restart();
            var read = await UntilAsync(client, id, "ready", ct);
            var count = read.GetProperty("import").GetProperty("total").GetInt32();
            Say("read", clock, app, megabytes, "MB");
            clock.Restart();
            using var run = await client.PostAsJsonAsync(new Uri($"/api/imports/{id}/run", UriKind.Relative), new { }, ct);
            if (run.StatusCode != HttpStatusCode.Accepted) throw new InvalidOperationException("The import was not run.");
            await UntilAsync(client, id, "done", ct);
            Say("imported", clock, app, count, "conversations");
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static async Task<JsonElement> UntilAsync(HttpClient client, string id, string state, CancellationToken ct)
    {
        while (true)
        {
            var import = await client.GetFromJsonAsync<JsonElement>(new Uri($"/api/imports/{id}", UriKind.Relative), ct);
            var now = import.GetProperty("import").GetProperty("state").GetString();
            if (now == state) return import;
            if (now == "failed") throw new InvalidOperationException("The import failed.");
            await Task.Delay(200, ct);
        }
    }

    private static void Say(string what, Stopwatch clock, PublishedApp app, int amount, string unit) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
        $"  {what,-9} {clock.Elapsed.TotalSeconds,6:0.0} s  {amount / clock.Elapsed.TotalSeconds,8:0.0} {unit}/s  peak {Peak(app):0} MB resident"));

    private static double Resident(PublishedApp app) => Status(app, "VmRSS");

    private static double Peak(PublishedApp app) => Status(app, "VmHWM");

    private static double Status(PublishedApp app, string name) => File.ReadLines($"/proc/{app.ProcessId}/status").Where(line => line.StartsWith(name, StringComparison.Ordinal))
        .Sum(line => double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture)) / 1024;

    /// <summary>The file, made while it is sent.</summary>
    private sealed class MadeFile(long length) : HttpContent
    {
        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            var sent = 1L;
            await stream.WriteAsync("["u8.ToArray());
            for (var n = 0; sent < length; n++)
            {
                var bytes = Encoding.UTF8.GetBytes((n == 0 ? "" : ",\n") + Conversation(n));
                await stream.WriteAsync(bytes);
                sent += bytes.Length;
            }

            await stream.WriteAsync("]"u8.ToArray());
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }

        private static string Conversation(int n)
        {
            var last = DateTimeOffset.UtcNow.AddMinutes(-n);
            var mapping = Enumerable.Range(1, Messages).ToDictionary(i => $"{n}-{i}", i => (object)new
            {
                id = $"{n}-{i}",
                parent = i == 1 ? null : $"{n}-{i - 1}",
                children = i == Messages ? Array.Empty<string>() : [$"{n}-{i + 1}"],
                message = new
                {
                    id = $"{n}-{i}",
                    author = new { role = i % 2 == 1 ? "user" : "assistant", name = (string?)null },
                    create_time = last.ToUnixTimeMilliseconds() / 1000.0,
                    content = new { content_type = "text", parts = new[] { i % 2 == 1 ? SampleChat.Question(n + i) : SampleChat.Text(n + i) } },
                    metadata = new { model_slug = "gpt-4o", finish_details = new { type = "stop" } },
                },
            });
            return JsonSerializer.Serialize(new { title = $"Conversation {n}", conversation_id = $"bench-{n}", create_time = last.ToUnixTimeSeconds(), current_node = $"{n}-{Messages}", mapping });
        }
    }
}
