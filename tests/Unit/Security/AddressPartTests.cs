using System.Net;
using ConversationMemory.Web.Security;

namespace ConversationMemory.Tests.Unit.Security;

public sealed class AddressPartTests
{
    [Theory]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:3::1", false)]
    [InlineData("192.0.2.1", "192.0.2.2", false)]
    [InlineData("192.0.2.1", "::ffff:192.0.2.1", true)]
    [InlineData("::ffff:192.0.2.1", "::ffff:192.0.2.2", false)]
    public void Addresses_of_one_network_of_IPv6_are_one_and_each_of_IPv4_is_its_own(string one, string other, bool same) =>
        Assert.Equal(same, AddressPart.Of(IPAddress.Parse(one)) == AddressPart.Of(IPAddress.Parse(other)));

    [Fact]
    public void Unknown_address_is_one_too() => Assert.Equal("", AddressPart.Of(null));
}
