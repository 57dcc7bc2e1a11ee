using System.ClientModel.Primitives;
using System.Net;
using System.Net.Sockets;

namespace ConversationMemory.Services.Models.Providers;

/// <summary>
/// How providers that admins entered are spoken to. It follows no redirect, which could carry the key to another address, and connects to
/// no link-local address, where clouds keep a machine's own credentials. A proxy of the environment is used, as for everything.
/// </summary>
public static class ProviderTransport
{
    public static HttpClient Http { get; } = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        ConnectTimeout = TimeSpan.FromSeconds(15),
        ConnectCallback = ConnectAsync,
    })
    {
        // Who asks says how long to wait.
        Timeout = Timeout.InfiniteTimeSpan,
    };

    public static PipelineTransport Pipeline { get; } = new HttpClientPipelineTransport(Http);

    private static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken ct)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(context.DnsEndPoint, ct);
            // By where the connection leads, not by the name: a name can lead anywhere.
            if (IsLinkLocal(((IPEndPoint)socket.RemoteEndPoint!).Address)) throw new SocketException((int)SocketError.AddressNotAvailable);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    public static bool IsLinkLocal(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        return address.IsIPv6LinkLocal || (address.AddressFamily == AddressFamily.InterNetwork && address.GetAddressBytes() is [169, 254, ..]);
    }
}
