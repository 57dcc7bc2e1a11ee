using ConversationMemory.Data.Messages;
using ConversationMemory.Services.Search;
using ConversationMemory.Tests.E2E.Fixtures;
using Microsoft.Extensions.DependencyInjection;

namespace ConversationMemory.Tests.E2E.Database;

/// <summary>What people find in their conversations, packed, in the archive or as they were written.</summary>
public sealed class SearchTests(PackingDatabase portal) : IClassFixture<PackingDatabase>, IAsyncLifetime
{
    private readonly TestDatabase database = portal.Database;
    private Guid ada;
    private Guid eve;

    public async Task InitializeAsync()
    {
        await database.RunAsync("UPDATE app.retention_policies SET window_messages = 100, window_action = 'summarise' WHERE scope = 'system'");
        ada = await database.AddPersonAsync("ada");
        eve = await database.AddPersonAsync("eve");
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public static TheoryData<bool> Packings() => [false, true];

    [Theory]
    [MemberData(nameof(Packings))]
    public async Task People_find_what_they_said_and_nobody_elses(bool packed)
    {
        await TalkAsync(ada, "Kitchen", packed, "The marmalade is on the shelf", "Noted.");
        await TalkAsync(eve, "Secrets", packed, "My marmalade is hidden in the cellar");
        var hit = Assert.Single((await FindAsync(ada, "marmalade")).Hits);
        Assert.Equal((1, MessageRole.User, "Kitchen", SearchHitKind.Message), (hit.Seq, hit.Role, hit.Title, hit.Kind));
        Assert.Equal("marmalade", Assert.Single(hit.Snippet, part => part.IsMatch).Text);
        Assert.Equal("Secrets", Assert.Single((await FindAsync(eve, "marmalade")).Hits).Title);
        Assert.Empty((await FindAsync(Guid.NewGuid(), "marmalade")).Hits);
    }

    [Fact]
    public async Task Damaged_segment_hides_nothing_else_and_the_reader_is_told()
    {
        var damaged = await TalkAsync(ada, "Damaged", packed: true, "The quince is ripe");
        await TalkAsync(ada, "Whole", packed: true, "The quince is for jelly");
        await database.RunAsync("UPDATE app.segments SET data = substring(data FROM 1 FOR 12) WHERE conversation_id = $1", damaged);
        var page = await FindAsync(ada, "quince");
        Assert.Equal("Whole", Assert.Single(page.Hits).Title);
        Assert.True(page.IsPartial);
    }

    [Theory]
    [InlineData("en", "We were running through the forests", "run forest")]
    [InlineData("de", "Die Häuser der kleinen Städte sind alle schön", "haus")]
    [InlineData("fr", "Les journaux de la ville sont arrivés", "journal")]
    [InlineData("es", "Las canciones de los niños son muy alegres", "cancion nino")]
    [InlineData("ru", "Мы читали новые книги о старых городах", "книга")]
    [InlineData("zh", "我们昨天讨论了机器学习的问题", "机器学习")]
    [InlineData("ja", "昨日、東京タワーに行きました。", "東京タワー")]
    [InlineData("ja one", "昨日、猫を見ました。", "猫")]
    [InlineData("th", "ผมชอบกินข้าวผัดกุ้งมาก", "ข้าวผัด")]
    [InlineData("ko", "어제 친구와 영화를 봤습니다", "영화")]
    [InlineData("ar", "قرأت الكتاب الجديد في المكتبة", "كتاب")]
    [InlineData("ar points", "هٰذَا كِتَابٌ", "كتاب")]
    [InlineData("he", "קראתי את הספרים החדשים", "ספר")]
    [InlineData("accents", "A CAFÉ in Zürich", "cafe zurich")]
    [InlineData("wide", "ＡＢＣ商店で買った", "abc")]
    [InlineData("emoji", "A party 🎉 tonight", "🎉")]
    public async Task Words_are_found_in_every_language(string title, string said, string sought)
    {
        await TalkAsync(ada, $"Talk in {title}", packed: true, said, "Something else entirely");
        await TalkAsync(ada, $"More in {title}", packed: false, "Something else entirely", said);
        Assert.Equal(2, (await FindAsync(ada, sought)).Hits.Select(hit => hit.ConversationId).Distinct().Count());
    }

    [Theory]
    [MemberData(nameof(Packings))]
    public async Task Phrases_exclusions_and_beginnings_are_heeded(bool packed)
    {
        await TalkAsync(ada, "One", packed, "The red house by the river");
        await TalkAsync(ada, "Two", packed, "The house is red");
        await TalkAsync(ada, "Three", packed, "A riverside walk");
        Assert.Equal(["One"], await TitlesAsync("\"red house\""));
        Assert.Equal(["Two"], await TitlesAsync("red -river"));
        Assert.Equal(["Two"], await TitlesAsync("house -\"red house\""));
        Assert.Equal(["One", "Three"], await TitlesAsync("riv*"));
        Assert.Equal(["Three"], await TitlesAsync("rivers*"));
        Assert.Empty(await TitlesAsync("\"house red\""));
        var typing = await FindAsync(ada, new SearchQuery("riv") { IsTyping = true });
        Assert.Equal(2, typing.Hits.Count);
    }

    [Theory]
    [MemberData(nameof(Packings))]
    public async Task Typing_errors_are_corrected_and_said(bool packed)
    {
        await TalkAsync(ada, "Jam", packed, "Marmalade from Seville oranges");
        var page = await FindAsync(ada, "marmelade sevile");
        Assert.Equal("marmalade seville", page.Corrected);
        Assert.Equal("Jam", Assert.Single(page.Hits).Title);
        Assert.Empty((await FindAsync(ada, new SearchQuery("marmelade") { IsExact = true })).Hits);
        Assert.Null((await FindAsync(ada, "marmalade")).Corrected);
        Assert.Null((await FindAsync(ada, "zzzzzzzz")).Corrected);
    }

    [Theory]
    [MemberData(nameof(Packings))]
    public async Task Filters_narrow_what_is_found(bool packed)
    {
        var old = await TalkAsync(ada, "Old", packed: false, "About tea", "Tea is a drink");
        await database.RunAsync("UPDATE app.messages SET created_at = '2020-05-01' WHERE conversation_id = $1", old);
        await database.RunAsync("UPDATE app.conversations SET created_at = '2020-05-01', updated_at = '2020-05-01' WHERE id = $1", old);
        var code = await TalkAsync(ada, "Code", packed: false, "Tea in code:\n```\nbrew(tea)\n```");
        await database.RunAsync("UPDATE app.messages SET tool_calls = '[{\"id\": \"1\", \"name\": \"calculator\", \"input\": \"{}\", \"status\": \"ok\"}]' WHERE conversation_id = $1", code);
        var pinned = await TalkAsync(ada, "Pinned", packed: false, "Tea that matters");
        await database.RunAsync("UPDATE app.conversations SET pinned_at = now() WHERE id = $1", pinned);
        if (packed)
            foreach (var conversation in (Guid[])[old, code, pinned]) Assert.True(await portal.PackAsync(ada, conversation));
        Assert.Equal(4, (await FindAsync(ada, "tea")).Hits.Count);
        Assert.Equal(["Old"], await TitlesAsync("tea until:2020-05-01"));
        Assert.Equal(["Code", "Pinned"], await TitlesAsync("tea from:2020-05-02"));
        Assert.Equal(["Old"], await TitlesAsync("tea role:assistant"));
        Assert.Equal(["Code"], await TitlesAsync("tea has:code"));
        Assert.Equal(["Code"], await TitlesAsync("tea tool:calculator"));
        Assert.Equal(["Code"], await TitlesAsync("tea has:tool"));
        Assert.Empty(await TitlesAsync("tea tool:search"));
        Assert.Equal(["Pinned"], await TitlesAsync("tea is:pinned"));
        Assert.Equal(3, (await TitlesAsync("tea agent:assistant")).Count);
        Assert.Empty(await TitlesAsync("tea agent:nobody"));
        Assert.Equal("Old", Assert.Single((await FindAsync(ada, new SearchQuery("tea") { Role = MessageRole.Assistant })).Hits).Title);
    }

    [Fact]
    public async Task What_is_archived_is_found_and_said_to_be()
    {
        var kept = await TalkAsync(ada, "Kept", packed: false, "An old marmalade recipe");
        await database.RunAsync("UPDATE app.conversations SET archived_at = now() WHERE id = $1", kept);
        Assert.True(Assert.Single((await FindAsync(ada, "marmalade")).Hits).IsArchived);
        await portal.PackAsync(ada, kept);
        Assert.True(Assert.Single((await FindAsync(ada, "marmalade is:archived")).Hits).IsArchived);
        Assert.Empty((await FindAsync(ada, "marmalade is:live")).Hits);
    }

    [Theory]
    [InlineData(false, "deleted_at = now()")]
    [InlineData(true, "deleted_at = now()")]
    [InlineData(false, "expires_at = now() - interval '1 second', noticed_at = now() - interval '1 day'")]
    [InlineData(true, "expires_at = now() - interval '1 second', noticed_at = now() - interval '1 day'")]
    [InlineData(true, "expires_at = now() - interval '1 second', archived_at = now() - interval '1 day'")]
    public async Task Deleted_and_expired_text_is_gone_at_once(bool packed, string ends)
    {
        var going = await TalkAsync(ada, "Marmalade", packed, "My marmalade", "Marmalade it is");
        Assert.Equal(2, (await FindAsync(ada, "marmalade")).Hits.Count);
        await database.RunAsync($"UPDATE app.conversations SET {ends} WHERE id = $1", going);
        Assert.Empty((await FindAsync(ada, "marmalade")).Hits);
        Assert.Empty((await FindAsync(ada, "marmelade")).Hits);
    }

    [Theory]
    [MemberData(nameof(Packings))]
    public async Task Titles_and_summaries_are_found_where_no_message_says_as_much(bool packed)
    {
        var titled = await TalkAsync(ada, "Marmalade of 1999", packed: false, "Nothing of that");
        var summed = await TalkAsync(ada, "Plain", packed: false, "Nothing", "At all");
        await using (var session = await database.AsAsync(ada))
        {
            await session.RunAsync("""
                INSERT INTO app.summaries (owner_id, conversation_id, version, from_seq, through_seq, content, tokens, source, created_at)
                VALUES ($1, $2, 1, 1, 1, 'They spoke of jam once', 3, 'model', now()), ($1, $2, 2, 1, 2, 'They spoke of marmalade', 3, 'model', now())
                """, ada, summed);
            await session.CommitAsync();
        }

        if (packed)
        {
            await portal.PackAsync(ada, titled);
            await portal.PackAsync(ada, summed);
        }

        var hits = (await FindAsync(ada, "marmalade")).Hits;
        Assert.Equal([(titled, SearchHitKind.Title), (summed, SearchHitKind.Summary)], hits.Select(h => (h.ConversationId, h.Kind)).OrderBy(h => h.Kind));
        Assert.All(hits, hit => Assert.Null(hit.Seq));
        // An older version of a summary is no longer what it says.
        Assert.Empty((await FindAsync(ada, "jam")).Hits);
    }

    [Theory]
    [MemberData(nameof(Packings))]
    public async Task Pages_follow_one_another_without_gaps_and_repeats(bool packed)
    {
        for (var i = 0; i < 6; i++) await TalkAsync(ada, $"Talk {i}", packed && i % 2 == 0, [.. Enumerable.Range(0, 7).Select(n => $"Tea {n % 3} of {i}")]);
        var all = (await FindAsync(ada, "tea", limit: 100)).Hits.Select(h => (h.ConversationId, h.Seq)).ToList();
        Assert.Equal(42, all.Count);
        var paged = new List<(Guid, int?)>();
        for (SearchCursor? after = null; ;)
        {
            var page = await FindAsync(ada, new SearchQuery("tea"), after, 5);
            paged.AddRange(page.Hits.Select(h => (h.ConversationId, h.Seq)));
            if (page.Next is null) break;
            Assert.True(SearchCursor.TryParse(page.Next.ToString(), out after));
        }

        Assert.Equal(all, paged);
    }

    [Fact]
    public async Task What_is_shared_is_found_until_it_is_no_longer()
    {
        var packed = await TalkAsync(eve, "Eve's packed", packed: true, "Marmalade for all");
        var written = await TalkAsync(eve, "Eve's", packed: false, "Marmalade for two");
        await TalkAsync(eve, "Eve's own", packed: true, "Marmalade for me");
        Assert.Empty((await FindAsync(ada, "marmalade")).Hits);
        foreach (var conversation in (Guid[])[packed, written])
            await database.RunAsync("INSERT INTO app.conversation_members (owner_id, conversation_id, user_id, role) VALUES ($1, $2, $3, 'reader')", eve, conversation, ada);
        var hits = (await FindAsync(ada, "marmalade")).Hits;
        Assert.Equal(["Eve's", "Eve's packed"], hits.Select(h => h.Title).Order());
        Assert.All(hits, hit => Assert.True(hit is { IsByOthers: true, IsShared: true } && hit.OwnerId == eve));
        Assert.Equal(2, (await FindAsync(eve, "marmalade is:shared")).Hits.Count);
        Assert.Empty((await FindAsync(ada, new SearchQuery("marmalade") { OnlyOwn = true })).Hits);
        await database.RunAsync("DELETE FROM app.conversation_members WHERE user_id = $1", ada);
        Assert.Empty((await FindAsync(ada, "marmalade")).Hits);
    }

    [Fact]
    public async Task What_waits_unseen_behind_the_window_is_not_found()
    {
        await database.RunAsync("UPDATE app.retention_policies SET window_messages = 10 WHERE scope = 'system'");
        var talk = await TalkAsync(ada, "Long", packed: false, [.. Enumerable.Range(1, 14).Select(n => $"Tea number {n}")]);
        Assert.Equal(10, (await FindAsync(ada, "tea")).Hits.Count);
        await portal.PackAsync(ada, talk);
        Assert.Equal(10, (await FindAsync(ada, "tea")).Hits.Count);
        Assert.DoesNotContain((await FindAsync(ada, "tea")).Hits, hit => hit.Seq <= 4);
    }

    [Fact]
    public async Task Segments_packed_before_there_were_filters_are_found_and_get_one()
    {
        await TalkAsync(ada, "Before", packed: true, "Marmalade of old");
        var bytes = await database.ReadAsync<long>("SELECT sum(bytes) FROM app.conversations WHERE owner_id = $1", ada);
        await database.RunAsync("UPDATE app.segments SET terms = NULL WHERE owner_id = $1", ada);
        Assert.Single((await FindAsync(ada, "marmalade")).Hits);
        await portal.Worker.RunAsync(CancellationToken.None);
        Assert.Equal(0, await database.ReadAsync<int>("SELECT count(*) FROM app.segments WHERE terms IS NULL"));
        Assert.Equal(bytes, await database.ReadAsync<long>("SELECT sum(bytes) FROM app.conversations WHERE owner_id = $1", ada));
        Assert.Single((await FindAsync(ada, "marmalade")).Hits);
        Assert.Empty((await FindAsync(ada, "jam")).Hits);
    }

    private async Task<IReadOnlyList<string>> TitlesAsync(string text) => [.. (await FindAsync(ada, text)).Hits.Select(hit => hit.Title).Distinct().Order()];

    private Task<SearchPage> FindAsync(Guid person, string text, int limit = 20) => FindAsync(person, new SearchQuery(text), null, limit);

    private Task<SearchPage> FindAsync(Guid person, SearchQuery query, SearchCursor? after = null, int limit = 20) =>
        portal.AsAsync(person, provider => provider.GetRequiredService<ConversationSearch>().FindAsync(query, after, limit, CancellationToken.None));

    /// <summary>A conversation of messages by the person and the assistant in turn.</summary>
    private async Task<Guid> TalkAsync(Guid person, string title, bool packed, params string[] said)
    {
        var conversation = await database.AddConversationAsync(person);
        await using (var session = await database.AsAsync(person))
        {
            await session.RunAsync("UPDATE app.conversations SET title = $3 WHERE owner_id = $1 AND id = $2", person, conversation, title);
            foreach (var (text, i) in said.Select((text, i) => (text, i)))
            {
                await session.RunAsync(
                    "INSERT INTO app.messages (owner_id, conversation_id, role, status, content, tokens) VALUES ($1, $2, $3, 'complete', $4, 1)",
                    person, conversation, i % 2 == 0 ? "user" : "assistant", text);
            }

            await session.CommitAsync();
        }

        if (packed) Assert.True(await portal.PackAsync(person, conversation));
        return conversation;
    }
}
