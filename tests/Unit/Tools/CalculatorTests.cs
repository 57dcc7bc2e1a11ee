using ConversationMemory.Services.Models.Tools;

namespace ConversationMemory.Tests.Unit.Tools;

public class CalculatorTests
{
    [Theory]
    [InlineData("1+1", "2")]
    [InlineData("0.1 + 0.2", "0.3")]
    [InlineData("0.1 + 0.2 - 0.3", "0")]
    [InlineData("2 + 3 * 4", "14")]
    [InlineData("(2 + 3) * 4", "20")]
    [InlineData("10 - 2 - 3", "5")]
    [InlineData("100 / 10 / 5", "2")]
    [InlineData("1/3*3", "1")]
    [InlineData("-2^2", "-4")]
    [InlineData("2^3^2", "512")]
    [InlineData("2**10", "1024")]
    [InlineData("2^-2", "0.25")]
    [InlineData("4^0.5", "2")]
    [InlineData("--3", "3")]
    [InlineData("7 % 3", "1")]
    [InlineData("-7 % 3", "-1")]
    [InlineData("50 * 20%", "10")]
    [InlineData("15% of 80", "12")]
    [InlineData("1,234.5 * 2", "2469")]
    [InlineData("max(1,200,3)", "200")]
    [InlineData("min(4; 2)", "2")]
    [InlineData("1.5e3 + 1", "1501")]
    [InlineData("6 × 7 − 2 ÷ 2", "41")]
    [InlineData("√16 + sqrt(2.25)", "5.5")]
    [InlineData("sqrt(2)^2", "2")]
    [InlineData("round(2.5) + round(-2.5) + round(3.14159, 2)", "3.14")]
    [InlineData("abs(-3) + floor(2.7) + ceil(2.1)", "8")]
    [InlineData("sin(pi/2) + cos(0) + tan(0)", "2")]
    [InlineData("ln(e) + log(1000) + log(8, 2) + exp(0)", "8")]
    [InlineData("99999999999 * 99999999999", "9999999999800000000001")]
    [InlineData("2^200", "1.60693804425899E+60")]
    [InlineData("1e-20 * 1e-20", "1E-40")]
    [InlineData("3 * 4 =", "12")]
    [InlineData("-0", "0")]
    public void Works_out(string expression, string result) => Assert.Equal(result, Calculator.Evaluate(expression));

    [Theory]
    [InlineData("", "empty")]
    [InlineData("1 +", "ends too early")]
    [InlineData("(1 + 2", "closing bracket")]
    [InlineData("1 / 0", "Division by zero")]
    [InlineData("5 % (1 - 1)", "Division by zero")]
    [InlineData("0^-1", "Division by zero")]
    [InlineData("sqrt(-1)", "no result")]
    [InlineData("ln(0)", "above 0")]
    [InlineData("9^9^9", "too large")]
    [InlineData("1 2", "not expected")]
    [InlineData("2 + $3", "not expected")]
    [InlineData("system(1)", "not a function")]
    [InlineData("sqrt 2", "in brackets")]
    [InlineData("sqrt(1, 2)", "takes one number")]
    [InlineData("1.2.3", "not expected")]
    [InlineData("\uD800", "not expected")]
    public void Says_why_it_cannot(string expression, string reason) =>
        Assert.Contains(reason, Assert.Throws<ToolException>(() => Calculator.Evaluate(expression)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("(")]
    [InlineData("-")]
    [InlineData("sqrt(")]
    [InlineData("2^")]
    [InlineData("√")]
    public void Deep_and_long_expressions_are_refused(string part)
    {
        Assert.Throws<ToolException>(() => Calculator.Evaluate(string.Concat(Enumerable.Repeat(part, 500 / part.Length - 1)) + "1"));
        Assert.Throws<ToolException>(() => Calculator.Evaluate(string.Concat(Enumerable.Repeat(part, 100_000)) + "1"));
    }

    [Fact]
    public void No_text_makes_it_fail_in_another_way()
    {
        var random = new Random(3);
        string[] parts = ["1", "2.5", "0", "+", "-", "*", "/", "%", "^", "(", ")", ",", "sqrt(", "max(", "log(", "round(", "e", "pi", " ", ".", "of", "1e9", "√", "x"];
        for (var i = 0; i < 20_000; i++)
        {
            var expression = string.Concat(Enumerable.Range(0, random.Next(1, 12)).Select(_ => parts[random.Next(parts.Length)]));
            try
            {
                Assert.NotEmpty(Calculator.Evaluate(expression));
            }
            catch (ToolException)
            {
                // The one way in which it may fail.
            }
        }
    }
}
