using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace ConversationMemory.Tests.E2E.Fixtures;

/// <summary>A mail that the server took.</summary>
/// <param name="Data">Headers and body as they came, in lines that end with <c>\r\n</c>.</param>
public sealed record TakenMail(string From, IReadOnlyList<string> To, string Data);

/// <summary>
/// A mail server on this machine that speaks as much SMTP as it takes to send a mail. <see cref="Answers"/> makes it refuse
/// or keep silent at any command.
/// </summary>
public sealed class FakeSmtpServer : IAsyncDisposable
{
    /// <summary>An answer that never comes.</summary>
    public const string Silence = "";

    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource closing = new();
    private readonly ConcurrentQueue<TakenMail> mails = new();
    private readonly ConcurrentQueue<string> commands = new();
    private readonly Task accepting;

    private readonly X509Certificate2? certificate;

    private FakeSmtpServer(X509Certificate2? certificate)
    {
        this.certificate = certificate;
        listener.Start();
        accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>By command, such as <c>RCPT</c> (or <c>hello</c> at the beginning, <c>password</c>, and <c>taken</c> after the mail): what to answer instead.</summary>
    public ConcurrentDictionary<string, string> Answers { get; } = new();

    public IReadOnlyList<TakenMail> Mails => [.. mails];

    /// <summary>What the last one who signed in knew.</summary>
    public string? Password { get; private set; }

    /// <summary>The first words of all that was said.</summary>
    public IReadOnlyList<string> Commands => [.. commands];

    /// <param name="certificate">Set: each connection is encrypted from its first byte.</param>
    public static FakeSmtpServer Start(X509Certificate2? certificate = null) => new(certificate);

    public async ValueTask DisposeAsync()
    {
        await closing.CancelAsync();
        listener.Dispose();
        await accepting;
        closing.Dispose();
    }

    private async Task AcceptAsync()
    {
        var talks = new List<Task>();
        try
        {
            while (true) talks.Add(TalkAsync(await listener.AcceptTcpClientAsync(closing.Token)));
        }
        catch (Exception end) when (end is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(talks);
        }
    }

    private async Task TalkAsync(TcpClient client)
    {
        using var _ = client;
        try
        {
            await using var stream = await StreamAsync(client);
            using var reader = new StreamReader(stream, Encoding.Latin1);
            await using var writer = new StreamWriter(stream, Encoding.Latin1) { NewLine = "\r\n", AutoFlush = true };
            await TalkAsync(reader, writer);
        }
        catch (Exception end) when (end is OperationCanceledException or IOException or System.Security.Authentication.AuthenticationException)
        {
            // The other side, or the test, has had enough.
        }
    }

    private async Task<Stream> StreamAsync(TcpClient client)
    {
        if (certificate is null) return client.GetStream();
        var stream = new SslStream(client.GetStream());
        await stream.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = certificate }, closing.Token);
        return stream;
    }

    private async Task TalkAsync(StreamReader reader, StreamWriter writer)
    {
        var (from, to) = ("", new List<string>());
        await AnswerAsync(writer, "hello", "220 ready");
        while (await reader.ReadLineAsync(closing.Token) is { } line)
        {
            var command = line.Split(' ', ':')[0].ToUpperInvariant();
            commands.Enqueue(command);
            if (command == "MAIL") from = AddressIn(line);
            if (command == "RCPT") to.Add(AddressIn(line));
            await AnswerAsync(writer, command, command switch
            {
                "EHLO" => "250-fake\r\n250-AUTH LOGIN\r\n250 8BITMIME",
                "AUTH" => "334 VXNlcm5hbWU6",
                "DATA" => "354 go on",
                "QUIT" => "221 bye",
                _ => "250 ok",
            });
            if (command == "AUTH") await PasswordAsync(reader, writer);
            if (command == "DATA" && !Answers.ContainsKey(command)) await TakeAsync(reader, writer, from, to);
        }
    }

    private async Task PasswordAsync(StreamReader reader, StreamWriter writer)
    {
        await reader.ReadLineAsync(closing.Token);
        await writer.WriteLineAsync("334 UGFzc3dvcmQ6".AsMemory(), closing.Token);
        Password = Encoding.UTF8.GetString(Convert.FromBase64String(await reader.ReadLineAsync(closing.Token) ?? ""));
        await AnswerAsync(writer, "password", "235 welcome");
    }

    private async Task TakeAsync(StreamReader reader, StreamWriter writer, string from, List<string> to)
    {
        var data = new StringBuilder();
        while (await reader.ReadLineAsync(closing.Token) is { } line && line != ".") data.Append(line.StartsWith('.') ? line[1..] : line).Append("\r\n");
        if (!Answers.ContainsKey("taken")) mails.Enqueue(new TakenMail(from, to, data.ToString()));
        await AnswerAsync(writer, "taken", "250 taken");
    }

    private async Task AnswerAsync(StreamWriter writer, string command, string otherwise)
    {
        var answer = Answers.GetValueOrDefault(command, otherwise);
        if (answer == Silence) await Task.Delay(Timeout.Infinite, closing.Token);
        await writer.WriteLineAsync(answer.AsMemory(), closing.Token);
    }

    private static string AddressIn(string line) => line[(line.IndexOf('<', StringComparison.Ordinal) + 1)..line.IndexOf('>', StringComparison.Ordinal)];
}
