using System.Net;
using Microsoft.AspNetCore.HttpOverrides;
using IPNetwork = System.Net.IPNetwork;

namespace ConversationMemory.Web.Security;

/// <summary>Which proxies are believed about the caller's address and scheme: none, unless the setting names them.</summary>
internal static class Proxies
{
    private const string Setting = "TrustedProxies";

    /// <summary>Reads <c>TrustedProxies</c>: addresses or networks (<c>10.0.0.0/8</c>), separated by commas.</summary>
    public static WebApplication UseTrustedProxies(this WebApplication app)
    {
        var trusted = (app.Configuration[Setting] ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (trusted.Length == 0) return app;

        var options = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto };
        options.KnownIPNetworks.Clear();
        options.KnownProxies.Clear();
        foreach (var proxy in trusted) options.KnownIPNetworks.Add(NetworkOf(proxy));
        app.UseForwardedHeaders(options);
        return app;
    }

    private static IPNetwork NetworkOf(string proxy)
    {
        if (IPNetwork.TryParse(proxy, out var network)) return network;
        if (IPAddress.TryParse(proxy, out var address)) return new IPNetwork(address, address.GetAddressBytes().Length * 8);
        throw new InvalidOperationException($"{Setting}: '{proxy}' is neither an address nor a network such as 10.0.0.0/8.");
    }
}
