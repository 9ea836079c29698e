package tree

import "strings"

// scalar says what a plain scalar means by the core schema of YAML 1.2: its kind and its text as Node.Text holds it.
//
// What other readers make of the same letters is why this is not left to the YAML library: yes, no, on and off are strings, so
// are dates and sexagesimals; 0o17 is octal and 0777 is decimal. Infinity and not-a-number have no place in JSON, they stay
// the strings that were written. Source: YAML 1.2.2, section 10.3.2.
func scalar(text string) (Kind, string) {
	switch text {
	case "", "~", "null", "Null", "NULL":
		return Null, ""
	case "true", "True", "TRUE":
		return Bool, "true"
	case "false", "False", "FALSE":
		return Bool, "false"
	}
	if c := text[0]; c != '-' && c != '+' && c != '.' && (c < '0' || c > '9') {
		return String, text
	}
	if number, ok := jsonNumber(text); ok {
		return Number, number
	}
	return String, text
}

// jsonNumber rewrites a number of YAML's core schema as JSON writes it; ok is false if text is no number.
func jsonNumber(text string) (number string, ok bool) {
	if rest, found := strings.CutPrefix(text, "0x"); found {
		return baseNumber(rest, "0123456789abcdef", 16)
	}
	if rest, found := strings.CutPrefix(text, "0o"); found {
		return baseNumber(rest, "01234567", 8)
	}
	sign, rest := "", text
	switch text[0] {
	case '-':
		sign, rest = "-", text[1:]
	case '+':
		rest = text[1:]
	}
	whole, rest := digits(rest)
	fraction, dot := "", false
	if strings.HasPrefix(rest, ".") {
		dot = true
		fraction, rest = digits(rest[1:])
	}
	if whole == "" && fraction == "" {
		return "", false
	}
	exponent := ""
	if rest != "" && (rest[0] == 'e' || rest[0] == 'E') {
		exponent, rest = rest[:1], rest[1:]
		if rest != "" && (rest[0] == '+' || rest[0] == '-') {
			exponent, rest = exponent+rest[:1], rest[1:]
		}
		power, after := digits(rest)
		if power == "" {
			return "", false
		}
		exponent, rest = exponent+power, after
	}
	if rest != "" {
		return "", false
	}
	if whole != "0" {
		whole = strings.TrimLeft(whole, "0")
	}
	if whole == "" {
		whole = "0"
	}
	if dot && fraction == "" {
		fraction = "0"
	}
	if fraction != "" {
		fraction = "." + fraction
	}
	return sign + whole + fraction + exponent, true
}

func digits(text string) (run, rest string) {
	i := 0
	for i < len(text) && text[i] >= '0' && text[i] <= '9' {
		i++
	}
	return text[:i], text[i:]
}

// baseNumber turns the digits of another base into decimal ones, however many there are.
func baseNumber(text, alphabet string, base int) (number string, ok bool) {
	if text == "" || len(text) > 256 {
		return "", false
	}
	decimal := []byte{0}
	for _, c := range []byte(strings.ToLower(text)) {
		carry := strings.IndexByte(alphabet, c)
		if carry < 0 {
			return "", false
		}
		for i := range decimal {
			carry += int(decimal[i]) * base
			decimal[i] = byte(carry % 10)
			carry /= 10
		}
		for ; carry > 0; carry /= 10 {
			decimal = append(decimal, byte(carry%10))
		}
	}
	out := make([]byte, len(decimal))
	for i, d := range decimal {
		out[len(decimal)-1-i] = '0' + d
	}
	return string(out), true
}
