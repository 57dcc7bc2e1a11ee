using System.ComponentModel;
using Microsoft.Extensions.AI;

namespace ConversationMemory.Services.Models.Tools;

/// <summary>The tool that works out arithmetic expressions.</summary>
public static class Calculator
{
    public const string Name = "calculator";

    public static AIFunction Tool() => ToolFunction.Create(
        Name,
        "Works out an arithmetic expression exactly. Knows + - * / ^ and brackets, % (a hundredth after a number, the remainder between two), " +
        "pi, e, sqrt, abs, round(x, digits), floor, ceil, min, max, sin, cos, tan (radians), ln, log(x, base = 10), exp.",
        ([Description("Such as (2 + 3) * 4.5 or round(sqrt(2), 3)")] string expression) => Evaluate(expression));

    /// <exception cref="ToolException">The expression is not one, or has no result; the message says why.</exception>
    public static string Evaluate(string expression) => new ExpressionParser(expression).Evaluate().ToString();
}
