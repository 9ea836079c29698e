package contain

import (
	"strconv"
	"strings"

	"github.com/plumbline-dev/plumbline/spec/payload"
	"github.com/plumbline-dev/plumbline/spec/schema"
	"github.com/plumbline-dev/plumbline/spec/tape"
)

// leaf is one string within a value.
type leaf struct{ pointer, name, parent string }

// mostDressed is how many strings of one witness are made to read well.
const mostDressed = 100

// longestSuggestion is how long a text may be that is put into a witness, in bytes.
const longestSuggestion = 60

// dress gives the strings of a witness values that read like their names, as far as the witness stays one of the same break.
func (s *search) dress(sub, super *schema.Schema, r Result) Result {
	t, _ := tape.Read(r.Witness, tape.Limits{})
	var leaves []leaf
	gather(t.Root(), leaf{}, &leaves)
	t.Release()
	for _, l := range leaves[:min(len(leaves), mostDressed)] {
		for _, text := range suggestions(l) {
			if len(text) > longestSuggestion {
				continue // an image in base64 helps no reader
			}
			changed, err := tape.Set(r.Witness, l.pointer, tape.Quote(text))
			if err != nil {
				break
			}
			if better, ok := s.judge(sub, super, string(changed)); ok && better.InstancePath == r.InstancePath && better.KeywordPath == r.KeywordPath {
				r = better
				break
			}
		}
	}
	return r
}

// suggestions are texts to try in place of a string, the one that reads best first.
func suggestions(l leaf) []string {
	if all := payload.Suggest(l.name, l.parent); len(all) > 0 || l.name == "" {
		return all
	}
	return []string{strings.ReplaceAll(l.name, "_", " ")}
}

// gather lists the strings of a value.
func gather(v tape.Value, at leaf, leaves *[]leaf) {
	switch v.Kind() {
	case tape.String:
		*leaves = append(*leaves, at)
	case tape.Array:
		for i, item := range v.Items() {
			gather(item, leaf{at.pointer + "/" + strconv.Itoa(i), at.name, at.parent}, leaves)
		}
	case tape.Object:
		for name, member := range v.Members() {
			gather(member, leaf{tape.PointerAppend(at.pointer, name), name, at.name}, leaves)
		}
	}
}
