using ConversationMemory.Services.Context;

namespace ConversationMemory.Tests.Unit.Context;

public class ContextRecordTests
{
    private const string Rest = "\"budget\": 1, \"total\": 1, \"overhead\": 1, \"tools\": 0, \"encoding\": \"o200k_base\", \"exact\": true";

    [Theory]
    [InlineData(null)]
    [InlineData("null")]
    [InlineData("17")]
    [InlineData("[]")]
    [InlineData("\"2|1\"")]
    [InlineData("\"3|1|1|1|0||||||1\"")]
    [InlineData("\"2|1|1|1|0|||x|||1\"")]
    [InlineData("\"2|1|1|1|0|||||o200k_base|1|assistant\"")]
    [InlineData("\"2|1|1|1|0|||||o200k_base|1|0190000000007000800000000000a1.x Assistant\"")]
    [InlineData("{\"author\": \"grace\"}")]
    [InlineData("{\"sent\": null, \"left_out\": [], " + Rest + "}")]
    [InlineData("{\"sent\": [null], \"left_out\": [], " + Rest + "}")]
    [InlineData("{\"sent\": [], \"left_out\": [{\"seq\": 1, \"tokens\": 1, \"reason\": null}], " + Rest + "}")]
    public void What_an_import_may_bring_in_its_place_is_no_record_and_no_fault(string? json)
    {
        Assert.Null(ContextRecord.Find(json));
        Assert.Null(ContextDetails.From(json));
    }

    [Fact]
    public void Record_of_the_first_form_is_read() => Assert.NotNull(ContextDetails.From("{\"sent\": [], \"left_out\": [], " + Rest + "}"));

    [Theory]
    [InlineData("Assistant")]
    [InlineData("Either | or. 2 “of” them\\")]
    [InlineData("")]
    public void Record_names_the_version_that_replied(string name)
    {
        var agent = new ContextAgent(Guid.CreateVersion7(), 12, name);
        var record = ContextRecord.FromJson("{\"sent\": [], \"left_out\": [], " + Rest + "}") with { Agent = agent };
        Assert.Equal(agent, ContextRecord.FromJson(record.ToJson()).Agent);
        Assert.Equal(agent, ContextDetails.From(record.ToJson())?.Agent);
    }

    [Fact]
    public void Record_from_before_agents_had_versions_names_none()
    {
        const string json = "\"2|1|1|1|0|||1:1||o200k_base|1\"";
        Assert.Null(ContextRecord.FromJson(json).Agent);
        Assert.Equal(json, ContextRecord.FromJson(json).ToJson());
    }
}
