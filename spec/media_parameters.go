package spec

import "strings"

// parameters are the parameters behind the first semicolon of a field like Content-Type or Content-Disposition, as they were written. They are
// read where they are asked for: most messages have none, and none costs nothing. Source: RFC 9110, section 5.6.6.
type parameters string

// mostParameters is how many parameters one field may have; real ones have three.
const mostParameters = 32

// next reads the first parameter and returns what follows it. At the end name is empty and ok is true; ok is false if what stands there is no
// parameter.
func (p parameters) next() (name, value string, rest parameters, ok bool) {
	text := string(p)
	for {
		text = strings.TrimLeft(text, " \t")
		if text == "" {
			return "", "", "", true
		}
		if text[0] != ';' {
			return "", "", "", false
		}
		text = strings.TrimLeft(text[1:], " \t")
		if text == "" || text[0] == ';' {
			continue // an empty parameter, which RFC 9110 lets pass
		}
		break
	}
	length := tokenLength(text)
	if length == 0 || length == len(text) || text[length] != '=' {
		return "", "", "", false
	}
	name, text = text[:length], text[length+1:]
	if strings.HasPrefix(text, `"`) {
		value, text, ok = quotedString(text)
		return name, value, parameters(text), ok
	}
	length = tokenLength(text)
	return name, text[:length], parameters(text[length:]), length > 0
}

// get returns the parameter called name, in any case of letters.
func (p parameters) get(name string) (value string, there bool) {
	for p != "" {
		found, value, rest, ok := p.next()
		if !ok || found == "" {
			break
		}
		if strings.EqualFold(found, name) {
			return value, true
		}
		p = rest
	}
	return "", false
}

// wellFormed reports whether p is a list of parameters without one that stands twice. Source: RFC 6838, section 4.3, on repeated ones.
func (p parameters) wellFormed() bool {
	for count := 0; p != ""; count++ {
		name, _, rest, ok := p.next()
		if !ok || count == mostParameters {
			return false
		}
		if name == "" {
			break
		}
		if _, again := rest.get(name); again {
			return false
		}
		p = rest
	}
	return true
}

// quotedString reads a quoted-string at the start of text and returns what follows it. Source: RFC 9110, section 5.6.4.
func quotedString(text string) (value, rest string, ok bool) {
	escaped := false
	for i := 1; i < len(text); i++ {
		switch text[i] {
		case '\\':
			escaped = true
			i++
		case '"':
			value = text[1:i]
			if escaped {
				value = unescapeQuoted(value)
			}
			return value, text[i+1:], true
		}
	}
	return "", "", false
}

// unescapeQuoted takes out the backslashes of quoted pairs.
func unescapeQuoted(text string) string {
	out := make([]byte, 0, len(text))
	for i := 0; i < len(text); i++ {
		if text[i] == '\\' && i+1 < len(text) {
			i++
		}
		out = append(out, text[i])
	}
	return string(out)
}

// tokenCharacters are those a token is made of. Source: RFC 9110, section 5.6.2.
var tokenCharacters = func() (set [256]bool) {
	for _, c := range []byte("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz") {
		set[c] = true
	}
	return set
}()

// tokenLength returns how many characters at the start of text make a token.
func tokenLength(text string) int {
	for i := 0; i < len(text); i++ {
		if !tokenCharacters[text[i]] {
			return i
		}
	}
	return len(text)
}

// isToken reports whether the whole of text is a token.
func isToken(text string) bool { return text != "" && tokenLength(text) == len(text) }
