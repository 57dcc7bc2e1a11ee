using System.Net;
using System.Net.Sockets;

namespace ConversationMemory.Web.Security;

/// <summary>The part of an address by which limits know who asks.</summary>
public static class AddressPart
{
    private const int NetworkBytes = 8;

    /// <summary>All of an IPv4 address; of an IPv6 address the network (64 bits), in which one person has as many addresses as they like.</summary>
    public static string Of(IPAddress? address) => address switch
    {
        null => "",
        { IsIPv4MappedToIPv6: true } => address.MapToIPv4().ToString(),
        { AddressFamily: AddressFamily.InterNetworkV6 } => Convert.ToHexString(address.GetAddressBytes().AsSpan(0, NetworkBytes)),
        _ => address.ToString(),
    };
}
