package runner

import (
	"bytes"
	"fmt"
	"hash/fnv"
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/plumbline-dev/plumbline/spec"
	"github.com/plumbline-dev/plumbline/spec/packs"
	"github.com/plumbline-dev/plumbline/spec/tape"
)

// fill returns c's body with the resource's id, unique values and credentials in their places. Credentials that an example
// shows are replaced if credentials belong into the body, and taken out if they do not. What is put in is judged by the document again, for
// a body was judged before it was filled; problem says why none can be put in that keeps to it.
func (d *Driver) fill(c *Case, id string) (body []byte, problem string, err error) {
	body = c.Body
	if body == nil || !isJSON(c.MediaType) || !isObject(body) {
		return body, "", nil
	}
	body, problem, err = d.fillResource(c, body, id)
	if err != nil || problem != "" {
		return nil, problem, wrapped(c, err)
	}
	t, _ := tape.Read(body, tape.Limits{})
	defer t.Release()
	for i := range d.Pack.Credentials {
		cred := &d.Pack.Credentials[i]
		if cred.Body == "" {
			continue
		}
		value, empty := "", false
		if slices.Contains(c.Auth.Places, PlaceBody) {
			value, empty = d.credential(c.Auth, cred.Name), slices.Contains(c.Auth.Empty, cred.Name)
		}
		if value != "" || empty {
			body, err = tape.Set(body, tape.PointerAppend("", cred.Body), tape.Quote(value))
		} else if _, there := t.Root().Get(cred.Body); there || !t.Usable() {
			body, err = tape.Delete(body, tape.PointerAppend("", cred.Body))
		}
		if err != nil {
			return nil, "", wrapped(c, err)
		}
	}
	return body, "", nil
}

func wrapped(c *Case, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("case %s: %w", c.ID, err)
}

// isJSON says whether bodies of a media type are JSON, and can be filled.
func isJSON(mediaType string) bool {
	kind, _, _ := strings.Cut(strings.ToLower(mediaType), ";")
	kind = strings.TrimSpace(kind)
	return kind == "" || strings.HasSuffix(kind, "/json") || strings.HasSuffix(kind, "+json")
}

// isObject says whether a JSON value is an object, which values can be put into.
func isObject(body []byte) bool {
	return bytes.HasPrefix(bytes.TrimLeft(body, " \t\r\n"), []byte("{"))
}

// fillResource puts the id of the resource, or unique values for a new one, into body.
func (d *Driver) fillResource(c *Case, body []byte, id string) ([]byte, string, error) {
	res, place := d.Pack.About(c.Operation)
	if res == nil {
		return body, "", nil
	}
	f := d.filling(c, body)
	if d.Pack.Operation(c.Operation).Effect == packs.Create {
		for i, at := range res.Unique {
			if at == c.Keep {
				continue
			}
			name, around := tape.TextAt(body, at), ""
			if c.Step == nil || c.Link {
				name, around = d.nameOf(c, i), name
			} else if !d.isUnique(name) {
				continue // a step sends what its workflow says, which its criteria may ask for again
			}
			what, texts := "no name that this run could make conforms", spellings(name)
			if strings.Contains(around, NameMark) || around == NoNameMark {
				what, texts = "no name with what is to stand beside it conforms", beside(around, texts)
			}
			if problem, err := f.put(at, what, quoted(texts)...); problem != "" || err != nil {
				return nil, problem, err
			}
		}
	}
	if c.Use == UseNone || id == "" || packs.InParameter(place) != "" {
		return f.body, "", nil
	}
	what := "the id of the " + res.Name
	if id == res.Unknown {
		what = "the id that the pack gives for a " + res.Name + " that exists nowhere"
	}
	problem, err := f.put(place, what+" does not conform", d.idForms(res, id)...)
	return f.body, problem, err
}

// filling is a body while values are put into it.
type filling struct {
	driver *Driver
	op     *spec.Operation // nil where the document has none
	header http.Header
	body   []byte
	first  []byte          // the body as the case has it
	known  bool            // flaws was worked out
	flaws  map[flaw]string // of first; see had
	mended bool            // the case wants to be accepted: a flaw less is welcome; else its flaws are what it is about
}

// flaw is one way in which a body breaks the document, told from others by keyword and place.
type flaw struct{ keyword, path string }

func (d *Driver) filling(c *Case, body []byte) *filling {
	return &filling{
		driver: d, op: d.Document.Operation(c.Operation), header: typed(c.MediaType),
		body: body, first: body, mended: c.Promise.Accept || c.Step != nil,
	}
}

// ofJSON are the header fields of most bodies. Nobody may change them.
var ofJSON = http.Header{"Content-Type": {"application/json"}}

// typed returns the header fields that name a media type.
func typed(mediaType string) http.Header {
	if mediaType == "application/json" {
		return ofJSON
	}
	return http.Header{"Content-Type": {mediaType}}
}

// had returns the flaws of the body as the case has it. Most bodies that should be accepted have none, and are not asked for them.
func (f *filling) had() map[flaw]string {
	if !f.known {
		f.flaws, f.known = f.judge(f.first), true
	}
	return f.flaws
}

// judge returns the flaws of a body, each with what the document promises there; nil for none.
func (f *filling) judge(body []byte) map[flaw]string {
	if f.op == nil {
		return nil
	}
	var found map[flaw]string
	for _, fault := range f.driver.Document.JudgeRequest(f.op, spec.Ask{Header: f.header, Body: body}).Faults {
		if !fault.Warning && fault.Rule == spec.RuleRequestSchema {
			if found == nil {
				found = map[flaw]string{}
			}
			found[flaw{fault.Keyword, fault.InstancePath}] = fault.Promised
		}
	}
	return found
}

// put sets the place to the first of the values, as JSON, with which the body is as good as it was, as the document has it. Where every value takes a
// flaw away that the case is about, the place is left as it is. The problem says what the document promises instead of any of them.
func (f *filling) put(at, what string, values ...[]byte) (problem string, err error) {
	about := false
	if !f.mended {
		for key := range f.had() {
			if within(key.path, at) {
				return "", nil
			}
		}
	}
	for _, value := range values {
		body, err := tape.Set(f.body, at, value)
		if err != nil && !f.mended {
			return "", nil // a body that is no object holds nothing, and that is what the case is about
		}
		if err != nil {
			return "", err
		}
		after, worse := f.judge(body), ""
		if len(after) > 0 {
			worse = f.worse(at, what, after)
		}
		switch {
		case worse != "" && problem == "":
			problem = worse
		case worse == "" && (f.mended || len(after) == len(f.had())):
			f.body = body
			return "", nil
		case worse == "":
			about = true
		}
	}
	if about {
		return "", nil
	}
	return problem, nil
}

// worse says how a body with these flaws is worse than it was, where a value was put at a place; empty if it is not.
func (f *filling) worse(at, what string, after map[flaw]string) string {
	for _, key := range slices.SortedFunc(maps.Keys(after), func(a, b flaw) int { return strings.Compare(a.path+a.keyword, b.path+b.keyword) }) {
		if _, before := f.had()[key]; !before || f.mended && within(key.path, at) {
			return fmt.Sprintf("%s to the document at %s, which promises %s", what, at, after[key])
		}
	}
	return ""
}

// within says whether a path leads to a place or below it.
func within(path, at string) bool { return path == at || strings.HasPrefix(path, at+"/") }

// NameMark stands in a text of a case's body for a unique name, where more is to stand beside it than the name, and NoNameMark where nothing is to stand at
// all. Where the document has no room for both, the name is a shorter one; where it has none for that either, the case would not send what it is about, and
// is skipped. Some names are no longer than the mark.
const NameMark, NoNameMark = "{unique name}", "{no name}"

// beside returns what a text around a mark may be written as with one of the names.
func beside(around string, names []string) []string {
	if around == NoNameMark {
		return []string{""}
	}
	texts := make([]string, len(names))
	for i, name := range names {
		texts[i] = strings.ReplaceAll(around, NameMark, name)
	}
	return texts
}

// isUnique says whether a text holds a name that uniqueName made.
func (d *Driver) isUnique(text string) bool { return strings.Contains(text, d.NamePrefix()) }

// NamePrefix is what every name of this run begins with. A second run with the same seed has the same, unless it is given another nonce: a place
// may still hold what the first one could not remove.
func (d *Driver) NamePrefix() string {
	d.prefixed.Do(func() {
		d.prefix = fmt.Sprintf("Plumbline %x-", d.Seed)
		if d.Nonce != 0 {
			d.prefix = fmt.Sprintf("Plumbline %x.%x-", d.Seed, d.Nonce)
		}
	})
	return d.prefix
}

// uniqueName returns a name that nothing else of this run uses, and, with another seed, no other run. It follows from what it is for, a
// case or a workflow, and from how many that has had before: alone or among others, the same case sends the same names.
func (d *Driver) uniqueName(owner string) string {
	d.mu.Lock()
	if d.names == nil {
		d.names = map[string]int{}
	}
	d.names[owner]++
	count := d.names[owner]
	d.mu.Unlock()
	whose := fnv.New32a()
	whose.Write([]byte(owner))
	return fmt.Sprintf("%s%08x-%d", d.NamePrefix(), whose.Sum32(), count)
}

// spellings returns what a unique name may be written as, itself first, then such as documents ask for that allow few characters or none but
// some. The same name has the same spellings.
func spellings(name string) []string {
	h := fnv.New64a()
	h.Write([]byte(name))
	few := spelt(h.Sum64(), "abcdefghijklmnopqrstuvwxyz")[:12]
	digits, hex := spelt(h.Sum64(), "0123456789")[:12], spelt(h.Sum64(), "0123456789abcdef")[:12]
	handle := strings.ToLower(strings.ReplaceAll(name, " ", "-"))
	names := []string{
		name, handle, strings.ReplaceAll(handle, "-", "_"), strings.ReplaceAll(handle, "-", ""), "Plumbline " + few, "Plumbline" + few, "plumbline" + few, strings.ToUpper("plumbline" + few),
		name + ", made to be removed again, by a test that names what it makes for itself", handle + "@example.com", "https://example.com/" + handle,
		hex[:8] + "-" + hex[8:] + "-4000-8000-" + digits,
	}
	for _, n := range []int{12, 8, 6, 4} {
		names = append(names, few[:n], strings.ToUpper(few[:n]), strings.ToUpper(few[:1])+few[1:n], digits[:n])
	}
	return names
}

// quoted writes texts as JSON.
func quoted(texts []string) [][]byte {
	out := make([][]byte, len(texts))
	for i, text := range texts {
		out[i] = tape.Quote(text)
	}
	return out
}

// spelt writes a number with the characters of an alphabet, the fastest changing first, and at least 12 of them.
func spelt(n uint64, alphabet string) string {
	var b strings.Builder
	for b.Len() < 12 || n > 0 {
		b.WriteByte(alphabet[n%uint64(len(alphabet))])
		n /= uint64(len(alphabet))
	}
	return b.String()
}
