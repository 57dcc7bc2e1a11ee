using System.Collections.Concurrent;

namespace ConversationMemory.Tests.E2E.Fixtures;

/// <summary>
/// The app on a real port with a database of its own, spoken to in intents: <c>SignedInAs("ada")</c>. As an
/// <c>IClassFixture</c> a class shares one; derive from it to change settings.
/// </summary>
public class Portal : IAsyncLifetime, IAsyncDisposable
{
    public const string Password = "correct horse battery";

    private const string Owner = "root";

    private readonly string directory = Directory.CreateTempSubdirectory("cm-portal-").FullName;
    private readonly ConcurrentBag<HttpClient> clients = [];
    private readonly ConcurrentDictionary<string, Lazy<Task>> registered = [];
    private Instance? instance;

    public TestDatabase Database { get; } = new();

    /// <summary>Where it listens, such as <c>http://127.0.0.1:34567</c>.</summary>
    public Uri Address => instance?.Address ?? throw new InvalidOperationException("InitializeAsync comes first.");

    public IServiceProvider Services => instance!.Services;

    /// <summary>The settings this portal starts with; limits are out of the way unless a class is about them.</summary>
    protected virtual IDictionary<string, string?> Settings => new Dictionary<string, string?>
    {
        ["RateLimits:WorkBurst"] = "1000000",
        ["RateLimits:SignInBurst"] = "1000000",
        ["RateLimits:SignInPerMinute"] = "1000000",
        ["RateLimits:ChatBurst"] = "1000000",
        ["RateLimits:ChatPerMinute"] = "1000000",
        ["RateLimits:PdfBurst"] = "1000000",
        ["RateLimits:PdfPerMinute"] = "1000000",
        ["RateLimits:ShareBurst"] = "1000000",
        ["RateLimits:PassphraseBurst"] = "1000000",
    };

    public static string EmailOf(string name) => $"{name}@example.org";

    public virtual async Task InitializeAsync()
    {
        await Database.InitializeAsync();
        instance = new Instance(AllSettings());
        instance.Start();
        // The first account owns the organisation: so nobody a test signs in is an admin by accident.
        await SignedInAs(Owner);
    }

    Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();

    public virtual async ValueTask DisposeAsync()
    {
        foreach (var client in clients) client.Dispose();
        if (instance is not null) await instance.DisposeAsync();
        await Database.DisposeAsync();
        Directory.Delete(directory, recursive: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Ends the app and starts it again on the same database; sessions hold.</summary>
    public async Task RestartAsync()
    {
        await instance!.DisposeAsync();
        instance = new Instance(AllSettings());
        instance.Start();
    }

    /// <summary>Another instance of the app on the same database. The caller disposes of it.</summary>
    public Instance StartAnother(params (string Key, string? Value)[] settings)
    {
        var all = AllSettings();
        foreach (var (key, value) in settings) all[key] = value;
        var another = new Instance(all);
        another.Start();
        return another;
    }

    /// <summary>A browser without a session. It keeps cookies and follows no redirects.</summary>
    public HttpClient Client() => Client(Address);

    /// <summary>The same at another instance's address.</summary>
    public HttpClient Client(Uri address)
    {
        var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = address };
        clients.Add(client);
        return client;
    }

    /// <summary>A browser of its own for the named person, who registers when first named.</summary>
    public async Task<HttpClient> SignedInAs(string name)
    {
        await registered.GetOrAdd(name, _ => new Lazy<Task>(() => Client().RegisterAsync(EmailOf(name), Password))).Value;
        var client = Client();
        await client.LogInAsync(EmailOf(name), Password);
        return client;
    }

    /// <summary>A browser of the person who owns the organisation.</summary>
    public Task<HttpClient> SignedInAsOwner() => SignedInAs(Owner);

    /// <summary>A client of the HTTP API with a new key of the named person.</summary>
    public async Task<HttpClient> KeyOf(string name)
    {
        var browser = await SignedInAs(name);
        var client = Client();
        client.DefaultRequestHeaders.Authorization = new("Bearer", await browser.MakeKeyAsync());
        return client;
    }

    /// <summary>The id of the named person.</summary>
    public async Task<Guid> IdOf(string name) =>
        Guid.Parse(await Database.ReadAsync<string>("SELECT id::text FROM app.users WHERE email = $1", EmailOf(name)));

    private Dictionary<string, string?> AllSettings() => new(Settings)
    {
        ["ConnectionStrings:Database"] = Database.Connections.Setup,
        ["DataDirectory"] = directory,
        ["Logging:LogLevel:Default"] = "Warning",
    };
}
