package payload

// Suggest returns texts that a property of this name, in an object that is called parent, would hold in practice, the likeliest
// first. They are no answer to any schema: the caller has to judge each. It returns none for a name that tells nothing.
func Suggest(name, parent string) []string {
	c := call{dice: throw(0, parent+"/"+name, 0), place: place{name: name, parent: parent}, persona: personaFor(0, 0), hi: maxText}
	if text, ok := placeholder(name); ok {
		return []string{text}
	}
	if text, ok := named(c); ok {
		return []string{text}
	}
	return nil
}

// matchingTries is how many texts Matching writes.
const matchingTries = 16

// Matching returns texts of least to most characters (most -1: of any length) that are likely to match a pattern of ECMA-262, also one that
// looks ahead or behind. The caller has to judge each. It returns none for a pattern that cannot be read.
func Matching(pattern string, least, most int) []string {
	p, err := patternOf(pattern)
	if err != nil {
		return nil
	}
	if most < 0 {
		most = maxText
	}
	var texts []string
	for i := range matchingTries {
		want := max(usual, least)
		if i >= matchingTries/2 {
			want = max(2*usual, least)
		}
		if text, ok := p.text(throw(0, pattern, i), want, least, most, i%2 == 1); ok {
			texts = append(texts, text)
		}
	}
	return append(texts, lucky...)
}
