using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace ConversationMemory.Bench.App;

/// <summary>A person's browser, without its screen. It counts the bytes that come over the wire, headers and all.</summary>
internal sealed partial class Browser : IDisposable
{
    private long received;

    public Browser(Uri address) => Client = new HttpClient(new SocketsHttpHandler
    {
        // What Chromium asks for without TLS; the bytes are counted as they come, so nothing is to be unpacked.
        AutomaticDecompression = DecompressionMethods.None,
        AllowAutoRedirect = false,
        ConnectCallback = ConnectAsync,
    })
    {
        BaseAddress = address,
    };

    public HttpClient Client { get; }

    public long Received => Volatile.Read(ref received);

    /// <summary>Opens an address as Chromium does, and reads all of the answer.</summary>
    /// <returns>How it was packed; null: not at all.</returns>
    public async Task<string?> OpenAsync(string address, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(address, UriKind.Relative));
        request.Headers.AcceptEncoding.ParseAdd("gzip, deflate, br");
        using var answer = await Client.SendAsync(request, ct);
        answer.EnsureSuccessStatusCode();
        return answer.Content.Headers.ContentEncoding.FirstOrDefault();
    }

    /// <summary>Makes an account, which signs in.</summary>
    public async Task RegisterAsync(string email, CancellationToken ct)
    {
        using var answer = await SubmitAsync("/account/register", "/account/register", ct,
            ("Email", email), ("Password", "correct horse battery"), ("ConfirmPassword", "correct horse battery"));
        if (answer.StatusCode != HttpStatusCode.Redirect) throw new InvalidOperationException("The account was not made.");
    }

    /// <summary>Makes a key for programs.</summary>
    public async Task<string> MakeKeyAsync(CancellationToken ct)
    {
        using var answer = await SubmitAsync("/account/keys", "/account/keys", ct,
            ("Name", "bench"), ("Scopes", "Read"), ("Scopes", "Write"), ("Scopes", "Chat"), ("Scopes", "Memory"));
        return Key().Match(await answer.Content.ReadAsStringAsync(ct)) is { Success: true } key ? key.Value : throw new InvalidOperationException("The key was not made.");
    }

    /// <summary>Sends a form with the token of the page it is on.</summary>
    public async Task<HttpResponseMessage> SubmitAsync(string page, string action, CancellationToken ct, params (string Name, string Value)[] fields)
    {
        var token = Token().Match(await Client.GetStringAsync(new Uri(page, UriKind.Relative), ct)).Groups[1].Value;
        using var body = new FormUrlEncodedContent(fields.Append(("__RequestVerificationToken", token))
            .Select(field => KeyValuePair.Create(field.Item1, field.Item2)));
        return await Client.PostAsync(new Uri(action, UriKind.Relative), body, ct);
    }

    public void Dispose() => Client.Dispose();

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken ct)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(context.DnsEndPoint, ct);
        return new CountingStream(new NetworkStream(socket, ownsSocket: true), bytes => Interlocked.Add(ref received, bytes));
    }

    [GeneratedRegex("cm_[A-Za-z0-9_-]{20,}")]
    private static partial Regex Key();

    [GeneratedRegex("name=\"__RequestVerificationToken\" type=\"hidden\" value=\"([^\"]+)\"")]
    private static partial Regex Token();
}
