using System.Diagnostics;
using System.Net;
using ConversationMemory.Tests.E2E.Fixtures;

namespace ConversationMemory.Tests.E2E.Http.Api;

/// <summary>What searches do to each other and to everybody else.</summary>
public sealed class ManySearchesTests(Portal portal) : IClassFixture<Portal>
{
    private const int People = 30;

    [Fact]
    public async Task Thirty_people_who_search_at_once_take_no_longer_than_one_after_another_and_pages_open_beside_them()
    {
        var people = new List<HttpClient>();
        for (var i = 0; i < People; i++) people.Add(await TalkingAsync($"searcher-{i}"));
        var reader = await portal.SignedInAs("reads-beside");
        foreach (var person in people) await SearchAsync(person);
        var (one, page) = (await MedianAsync(people, SearchAsync), await MedianAsync(Enumerable.Repeat(reader, People), ReadAsync));
        var since = Stopwatch.GetTimestamp();
        var all = Task.WhenAll(people.Select(SearchAsync));
        var beside = await SlowestAsync(reader, until: all);
        await all;
        var together = Stopwatch.GetElapsedTime(since);
        Assert.True(together <= 40 * one, $"{People} searches took {together.TotalMilliseconds:0} ms at once, one {one.TotalMilliseconds:0.0} ms.");
        Assert.True(beside <= 20 * page, $"A page took {beside.TotalMilliseconds:0} ms beside them, and {page.TotalMilliseconds:0.0} ms alone.");
    }

    [Fact]
    public async Task Person_who_searches_a_hundred_times_at_once_is_told_to_wait_and_finds_everything_later()
    {
        var ada = await TalkingAsync("ada-hurries");
        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => ada.GetJsonAsync("/api/search?q=recipe")));
        Assert.All(answers, answer => Assert.True(
            answer.Status == HttpStatusCode.OK
            || (answer.Status == HttpStatusCode.ServiceUnavailable && answer.Text("code") == "search_busy" && answer.Message.Headers.RetryAfter?.Delta > TimeSpan.Zero)));
        Assert.Contains(answers, answer => answer.Status == HttpStatusCode.OK);
        Assert.Equal(1, (await ada.GetJsonAsync("/api/search?q=recipe&role=user"))["hits"].GetArrayLength());
    }

    private async Task<HttpClient> TalkingAsync(string name)
    {
        var person = await portal.KeyOf(name);
        await person.ChatAsync("A recipe for marmalade, please");
        return person;
    }

    private static async Task SearchAsync(HttpClient person) =>
        Assert.Equal(1, (await person.GetJsonAsync("/api/search?q=recipe&role=user"))["hits"].GetArrayLength());

    private static async Task ReadAsync(HttpClient reader)
    {
        using var answer = await reader.GetAsync("/chat/new");
        answer.EnsureSuccessStatusCode();
        await answer.Content.ReadAsByteArrayAsync();
    }

    private static async Task<TimeSpan> MedianAsync(IEnumerable<HttpClient> clients, Func<HttpClient, Task> act)
    {
        var times = new List<TimeSpan>();
        foreach (var client in clients) times.Add(await TimeAsync(client, act));
        times.Sort();
        return times[times.Count / 2];
    }

    private static async Task<TimeSpan> SlowestAsync(HttpClient reader, Task until)
    {
        var slowest = TimeSpan.Zero;
        do slowest = new[] { slowest, await TimeAsync(reader, ReadAsync) }.Max();
        while (!until.IsCompleted);
        return slowest;
    }

    private static async Task<TimeSpan> TimeAsync(HttpClient client, Func<HttpClient, Task> act)
    {
        var since = Stopwatch.GetTimestamp();
        await act(client);
        return Stopwatch.GetElapsedTime(since);
    }
}
