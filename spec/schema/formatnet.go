package schema

import "bytes"

// isEmail follows RFC 5321, section 4.1.2 (Mailbox), with the lengths of section 4.5.3.1.
func isEmail(text []byte) bool {
	at := bytes.LastIndexByte(text, '@')
	if at < 1 || at > 64 || len(text) > 254 {
		return false
	}
	local, domain := text[:at], text[at+1:]
	if literal, ok := bytes.CutPrefix(domain, []byte("[")); ok {
		literal, ok = bytes.CutSuffix(literal, []byte("]"))
		six, isSix := bytes.CutPrefix(literal, []byte("IPv6:"))
		if !ok || !isIPv4(literal) && !(isSix && isIPv6(six)) {
			return false
		}
	} else if !isHostname(domain) {
		return false
	}
	if local[0] == '"' {
		return isQuotedLocal(local)
	}
	dot := true
	for _, c := range local {
		if c == '.' && dot || c != '.' && !isAlphanumeric(c) && bytes.IndexByte([]byte("!#$%&'*+-/=?^_`{|}~"), c) < 0 {
			return false
		}
		dot = c == '.'
	}
	return !dot
}

func isQuotedLocal(local []byte) bool {
	if len(local) < 2 || local[len(local)-1] != '"' {
		return false
	}
	inner := local[1 : len(local)-1]
	for i := 0; i < len(inner); i++ {
		if c := inner[i]; c == '\\' {
			if i++; i == len(inner) || inner[i] < ' ' || inner[i] > '~' {
				return false
			}
		} else if c < ' ' || c > '~' || c == '"' {
			return false
		}
	}
	return true
}

// isHostname follows RFC 1123, section 2.1: labels of letters, digits and inner hyphens, 63 of them at most, 253 in all. Labels that
// begin with xn-- are held to RFC 5891, section 4.2, as far as their form shows.
func isHostname(text []byte) bool {
	if len(text) == 0 || len(text) > 253 {
		return false
	}
	for label := range bytes.SplitSeq(text, []byte(".")) {
		n := len(label)
		if n == 0 || n > 63 || label[0] == '-' || label[n-1] == '-' {
			return false
		}
		for _, c := range label {
			if !isAlphanumeric(c) && c != '-' {
				return false
			}
		}
		if n >= 4 && label[2] == '-' && label[3] == '-' && !isPunycode(label) {
			return false
		}
	}
	return true
}

// isIPv4 follows RFC 2673, section 3.2, without leading zeros.
func isIPv4(text []byte) bool {
	parts := 0
	for part := range bytes.SplitSeq(text, []byte(".")) {
		if n, ok := shortNumber(part); !ok || n > 255 {
			return false
		}
		parts++
	}
	return parts == 4
}

// isIPv6 follows RFC 4291, section 2.2; a zone is not part of an address.
func isIPv6(text []byte) bool {
	groups, gap := 0, false
	if rest, ok := bytes.CutPrefix(text, []byte("::")); ok {
		text, gap = rest, true
		if len(text) == 0 {
			return true
		}
	}
	for {
		n := 0
		for n < len(text) && n < 5 && isHex(text[n]) {
			n++
		}
		switch {
		case n < len(text) && text[n] == '.':
			if !isIPv4(text) {
				return false
			}
			groups += 2
			text = nil
		case n == 0 || n > 4:
			return false
		default:
			groups++
			text = text[n:]
		}
		if len(text) == 0 {
			return groups == 8 || gap && groups < 8
		}
		if text[0] != ':' || groups > 7 {
			return false
		}
		if text = text[1:]; len(text) > 0 && text[0] == ':' {
			if gap {
				return false
			}
			gap = true
			if text = text[1:]; len(text) == 0 {
				return groups < 8
			}
		}
	}
}

// isURI follows RFC 3986, section 3: a scheme is needed.
func isURI(text []byte) bool {
	colon := bytes.IndexByte(text, ':')
	if colon < 1 || !isLetter(text[0]) {
		return false
	}
	for _, c := range text[:colon] {
		if !isAlphanumeric(c) && c != '+' && c != '-' && c != '.' {
			return false
		}
	}
	return isHierarchy(text[colon+1:])
}

// isURIReference follows RFC 3986, section 4.1. The first segment of a relative path holds no colon.
func isURIReference(text []byte) bool {
	if isURI(text) {
		return true
	}
	first := text
	if i := bytes.IndexAny(text, "/?#"); i >= 0 {
		first = text[:i]
	}
	return bytes.IndexByte(first, ':') < 0 && isHierarchy(text)
}

// isHierarchy reads authority, path, query and fragment.
func isHierarchy(text []byte) bool {
	text, fragment, _ := bytes.Cut(text, []byte("#"))
	text, query, _ := bytes.Cut(text, []byte("?"))
	if !uriCharacters(fragment, ":@/?") || !uriCharacters(query, ":@/?") {
		return false
	}
	if rest, ok := bytes.CutPrefix(text, []byte("//")); ok {
		authority := rest
		if i := bytes.IndexByte(rest, '/'); i >= 0 {
			authority, rest = rest[:i], rest[i:]
		} else {
			rest = nil
		}
		if text = rest; !isAuthority(authority) {
			return false
		}
	}
	return uriCharacters(text, ":@/")
}

func isAuthority(text []byte) bool {
	if at := bytes.LastIndexByte(text, '@'); at >= 0 {
		if !uriCharacters(text[:at], ":") {
			return false
		}
		text = text[at+1:]
	}
	if literal, ok := bytes.CutPrefix(text, []byte("[")); ok {
		literal, port, closed := bytes.Cut(literal, []byte("]"))
		future := len(literal) > 3 && literal[0]|0x20 == 'v' && uriCharacters(literal[1:], ":")
		return closed && (isIPv6(literal) || future) && (len(port) == 0 || port[0] == ':' && isPort(port[1:]))
	}
	host, port, _ := bytes.Cut(text, []byte(":"))
	return uriCharacters(host, "") && isPort(port)
}

// uriCharacters says whether text holds only unreserved characters, sub-delims, percent-encoded bytes and those of more.
func uriCharacters(text []byte, more string) bool {
	for i := 0; i < len(text); i++ {
		c := text[i]
		switch {
		case isAlphanumeric(c), bytes.IndexByte([]byte("-._~!$&'()*+,;="), c) >= 0, bytes.IndexByte([]byte(more), c) >= 0:
		case c == '%' && i+2 < len(text) && isHex(text[i+1]) && isHex(text[i+2]):
			i += 2
		default:
			return false
		}
	}
	return true
}
