using System.Net;
using ConversationMemory.Services.Models.Providers;

namespace ConversationMemory.Tests.Unit.Models;

public class ProviderTransportTests
{
    [Theory]
    [InlineData("169.254.169.254", true)]
    [InlineData("::ffff:169.254.1.1", true)]
    [InlineData("fe80::1", true)]
    [InlineData("169.253.0.1", false)]
    [InlineData("127.0.0.1", false)]
    [InlineData("10.0.0.1", false)]
    [InlineData("::1", false)]
    public void Addresses_of_the_link_alone_are_out_of_reach(string address, bool refused) =>
        Assert.Equal(refused, ProviderTransport.IsLinkLocal(IPAddress.Parse(address)));
}
