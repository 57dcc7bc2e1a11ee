using System.ComponentModel;
using Microsoft.Extensions.AI;

namespace ConversationMemory.Services.Models.Tools;

/// <summary>The tool that works out arithmetic expressions.</summary>
public sealed class Calculator : Tool
{
    private const string Expression = "expression";

    public override string Name => "calculator";

    public override string Does => "calculates exactly";

    /// <exception cref="ToolException">The expression is not one, or has no result; the message says why.</exception>
    public static string Evaluate(string expression) => new ExpressionParser(expression).Evaluate().ToString();

    public override Dictionary<string, object?>? OfflineArguments(string question) =>
        Sums.In(question) is { } sum ? new() { [Expression] = sum } : null;

    public override string OfflineAnswer(string result, IDictionary<string, object?> arguments, string question) =>
        $"`{arguments[Expression]}` = **{result}**";

    protected override AIFunction Create(ToolUse use) => Function(
        "Works out an arithmetic expression exactly. Knows + - * / ^ and brackets, % (a hundredth after a number, the remainder between two), " +
        "pi, e, sqrt, abs, round(x, digits), floor, ceil, min, max, sin, cos, tan (radians), ln, log(x, base = 10), exp.",
        ([Description("Such as (2 + 3) * 4.5 or round(sqrt(2), 3)")] string expression) => Evaluate(expression));
}
