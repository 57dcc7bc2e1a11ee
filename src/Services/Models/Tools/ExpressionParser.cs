using System.Globalization;

namespace ConversationMemory.Services.Models.Tools;

/// <summary>
/// Reads and works out one expression by recursive descent. Length and depth are bounded, so that time and stack are too.
/// </summary>
internal sealed class ExpressionParser(string text)
{
    private const int MaxLength = 500;
    private const int MaxDepth = 50;

    private int _position;
    private int _depth;
    private int _argumentLists;

    /// <exception cref="ToolException">The text is not an expression, or has no result.</exception>
    public Number Evaluate()
    {
        if (text.Length > MaxLength)
            throw new ToolException($"The expression is longer than {MaxLength} characters.");
        if (string.IsNullOrWhiteSpace(text))
            throw new ToolException("The expression is empty.");
        var result = Sum();
        if (Peek() is '=' or '?')
            _position++;
        if (Peek() is var rest && rest != '\0')
            throw Unexpected(rest);
        return result;
    }

    private Number Sum()
    {
        var left = Product();
        while (true)
        {
            if (Take('+'))
                left += Product();
            else if (TakeMinus())
                left -= Product();
            else
                return left;
        }
    }

    private Number Product()
    {
        var left = Sign();
        while (true)
        {
            if (Take('*') || Take('×') || Take('·') || TakeWord("of"))
                left *= Sign();
            else if (Take('/') || Take('÷'))
                left /= Sign();
            else if (Take('%'))
                left %= Sign();
            else
                return left;
        }
    }

    private Number Sign() => Deeper(() => TakeMinus() ? -Sign() : Take('+') ? Sign() : Power());

    private Number Deeper(Func<Number> read)
    {
        if (++_depth > MaxDepth)
            throw new ToolException($"The expression is nested deeper than {MaxDepth} levels.");
        var result = read();
        _depth--;
        return result;
    }

    private Number Power()
    {
        var value = Atom();
        // A percent sign with nothing to divide by after it means a hundredth.
        while (Peek() == '%' && !BeginsOperand(PeekAfterPercent()))
        {
            _position++;
            value /= new Number(100m);
        }
        return Take('^') || TakePower() ? value.Power(Sign()) : value;
    }

    private Number Atom()
    {
        var next = Peek();
        if (Take('('))
        {
            var lists = _argumentLists;
            _argumentLists = 0;
            var value = Sum();
            _argumentLists = lists;
            Expect(')');
            return value;
        }
        if (Take('√'))
            return Deeper(Atom).SquareRoot();
        if (char.IsAsciiDigit(next) || next == '.')
            return Literal();
        return char.IsLetter(next) ? Named() : throw Unexpected(next);
    }

    private Number Literal()
    {
        var start = _position;
        SkipDigits();
        if (_position < text.Length && text[_position] == '.')
        {
            _position++;
            SkipDigits();
        }
        SkipExponent();
        var digits = text[start.._position].Replace(",", "", StringComparison.Ordinal);
        if (decimal.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var exact))
            return new Number(exact);
        return double.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            ? new Number(value)
            : throw new ToolException($"“{digits}” is not a number.");
    }

    /// <summary>Digits, with commas between thousands except where commas part arguments.</summary>
    private void SkipDigits()
    {
        while (_position < text.Length && (char.IsAsciiDigit(text[_position]) || IsThousandsComma()))
            _position++;
    }

    private bool IsThousandsComma() =>
        text[_position] == ',' && _argumentLists == 0
        && _position + 3 < text.Length && text.AsSpan(_position + 1, 3).IndexOfAnyExceptInRange('0', '9') < 0
        && (_position + 4 == text.Length || !char.IsAsciiDigit(text[_position + 4]));

    private void SkipExponent()
    {
        if (_position >= text.Length || text[_position] is not ('e' or 'E'))
            return;
        var digits = _position + 1 < text.Length && text[_position + 1] is '+' or '-' ? _position + 2 : _position + 1;
        if (digits >= text.Length || !char.IsAsciiDigit(text[digits]))
            return;
        _position = digits;
        while (_position < text.Length && char.IsAsciiDigit(text[_position]))
            _position++;
    }

    private Number Named()
    {
        var start = _position;
        while (_position < text.Length && char.IsLetterOrDigit(text[_position]))
            _position++;
        var name = text[start.._position].ToLowerInvariant();
        return name switch
        {
            "pi" or "π" => new Number(Math.PI),
            "e" => new Number(Math.E),
            _ when !Functions.Known(name) => throw new ToolException($"“{name}” is not a function I know."),
            _ => Functions.Call(name, Arguments(name)),
        };
    }

    private List<Number> Arguments(string name)
    {
        if (!Take('('))
            throw new ToolException($"“{name}” needs its number in brackets, such as {name}(2).");
        _argumentLists++;
        var arguments = new List<Number> { Sum() };
        while (Take(',') || Take(';'))
            arguments.Add(Sum());
        _argumentLists--;
        Expect(')');
        return arguments;
    }

    private char Peek()
    {
        while (_position < text.Length && char.IsWhiteSpace(text[_position]))
            _position++;
        return _position < text.Length ? text[_position] : '\0';
    }

    private char PeekAfterPercent()
    {
        var next = _position + 1;
        while (next < text.Length && char.IsWhiteSpace(text[next]))
            next++;
        return next >= text.Length || text.AsSpan(next).StartsWith("of", StringComparison.OrdinalIgnoreCase) ? '\0' : text[next];
    }

    private static bool BeginsOperand(char next) => char.IsLetterOrDigit(next) || next is '(' or '.' or '√';

    private bool Take(char symbol)
    {
        if (Peek() != symbol || (symbol == '*' && text.AsSpan(_position).StartsWith("**")))
            return false;
        _position++;
        return true;
    }

    private bool TakeMinus() => Take('-') || Take('−') || Take('–');

    private bool TakePower()
    {
        if (Peek() != '*' || !text.AsSpan(_position).StartsWith("**"))
            return false;
        _position += 2;
        return true;
    }

    private bool TakeWord(string word)
    {
        Peek();
        if (!text.AsSpan(_position).StartsWith(word, StringComparison.OrdinalIgnoreCase))
            return false;
        _position += word.Length;
        return true;
    }

    private void Expect(char symbol)
    {
        if (!Take(symbol))
            throw Peek() == '\0' ? new ToolException("A closing bracket is missing.") : Unexpected(Peek());
    }

    private static ToolException Unexpected(char next) => next == '\0'
        ? new ToolException("The expression ends too early; something is missing after its last sign.")
        : new ToolException($"“{next}” was not expected there.");
}
