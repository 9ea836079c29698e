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
