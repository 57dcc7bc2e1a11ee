using ConversationMemory.Data;
using ConversationMemory.Services.Retention;
using ConversationMemory.Web.Hosting;

var builder = WebApplication.CreateBuilder(args);
await using var database = await builder.StartDatabaseAsync();

builder.Services.AddData(database.Connections.App, database.Connections.Maintenance);
builder.Services.AddRetention(builder.Configuration);
builder.Services.AddRazorPages();

var app = builder.Build();
await app.Services.ApplySettingsAsync();

app.MapStaticAssets();
app.MapRazorPages();
app.MapGet("/health/live", () => "ok");
await app.RunAsync();

// Named for the tests, which start the app in their own process.
public partial class Program;
