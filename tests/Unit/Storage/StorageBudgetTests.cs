using ConversationMemory.Data.Storage.Queries;
using ConversationMemory.Services.Storage;

namespace ConversationMemory.Tests.Unit.Storage;

public sealed class StorageBudgetTests
{
    [Theory]
    [InlineData(0, "good")]
    [InlineData(699, "good")]
    [InlineData(700, "warning")]
    [InlineData(849, "warning")]
    [InlineData(850, "danger")]
    [InlineData(2000, "danger")]
    public void Level_follows_from_the_share(long bytes, string level) => Assert.Equal(level, new StorageBudget(1000).LevelOf(bytes));

    [Fact]
    public void Threshold_is_left_behind_only_well_below_it()
    {
        var budget = new StorageBudget(1000);
        Assert.False(budget.IsWellBelow(690, 70));
        Assert.True(budget.IsWellBelow(679, 70));
    }

    [Fact]
    public void Without_a_budget_all_is_good() => Assert.Equal("good", new StorageBudget(0).LevelOf(long.MaxValue));

    [Fact]
    public void Kinds_add_up_to_the_database_and_search_indexes_are_taken_out_of_their_table()
    {
        TableSize Table(string name, long size) => new(name, size, size, size, 0, 0, null);
        var kinds = StorageKinds.Sum(1000,
            [Table("messages", 100), Table("segments", 50), Table("memories", 10), Table("something_new", 1), Table("receipts", 7)],
            [new IndexSize("ix_words", "messages", "gin", 40, 0), new IndexSize("pk_messages", "messages", "btree", 60, 0), new IndexSize("receipts_conversations", "receipts", "gin", 5, 0)]);
        Assert.Equal(1000, kinds.Values.Sum());
        Assert.Equal((260, 150, 30, 40), (kinds["messages"], kinds["archive"], kinds["memories"], kinds["search_index"]));
        Assert.Equal(StorageKinds.All.Order(), kinds.Keys.Order());
    }
}
