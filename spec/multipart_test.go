package spec

import (
	"bytes"
	"fmt"
	"io"
	"mime/multipart"
	"net/textproto"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// crlf writes a text of several lines as a message does.
func crlf(text string) []byte { return []byte(strings.ReplaceAll(text, "\n", "\r\n")) }

func TestParts(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, body, want string }{
		{"two parts", "--b\nA: 1\n\none\n--b\n\ntwo\n--b--\n", `map[A:[1]] "one" | map[] "two"`},
		{"preamble, padding and epilogue", "hello\n--b  \n\none\n--b--\t\nbye\n--b\n", `map[] "one"`},
		{"an empty content", "--b\nA: 1\n\n\n--b--", `map[A:[1]] ""`},
		{"content that ends in line breaks", "--b\n\none\n\n\n--b--", "map[] \"one\\r\\n\\r\\n\""},
		{"content that looks like the boundary", "--b\n\n--bc\nx--b\n --b\n--b--", "map[] \"--bc\\r\\nx--b\\r\\n --b\""},
		{"a folded field", "--b\nA: 1\n  2\nb: 3\n\nx\n--b--", `map[A:[1 2] B:[3]] "x"`},
		{"nothing at all", "--b--", " ! a body without a part"},
		{"neither fields nor an empty line", "--b\n\n--b--", `map[] ""`},
		{"no boundary", "hello", " ! no line that is -- and the boundary"},
		{"another boundary", "--c\n\nx\n--c--", " ! no line that is -- and the boundary"},
		{"cut off", "--b\nA: 1\n\none", `map[A:[1]] "one" ! a body that ends without the closing line`},
		{"cut off in the fields", "--b\nA: 1\n", `map[A:[1]] "" ! a body that ends without the closing line`},
		{"fields alone", "--b\nA: 1\n\n--b--", `map[A:[1]] ""`},
		{"no empty line", "--b\nA: 1\n--b--", `map[] "" ! part 1 without an empty line behind its header fields`},
		{"a line that is no field", "--b\nA: 1\none two\n: x\n\nx\n--b--", `map[A:[1]] "x" ! part 1 with a line among its header fields that is none`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := shownParts(parts(crlf(tt.body), "b")); got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
	if got, want := shownParts(parts([]byte("--b\nA: 1\n\none\n--b--\n"), "b")), `map[A:[1]] "one" ! boundary lines that end in LF alone`; got != want {
		t.Errorf("LF alone: got %s, want %s", got, want)
	}
}

func shownParts(found []part, faults []*frameFault) string {
	var texts []string
	for _, p := range found {
		texts = append(texts, fmt.Sprintf("%v %q", p.header, p.body))
	}
	text := strings.Join(texts, " | ")
	for _, f := range faults {
		text += " ! " + f.received
	}
	return text
}

func TestBoundaryFault(t *testing.T) {
	t.Parallel()
	for boundary, want := range map[string]string{
		"": "a Content-Type without a boundary", "a b'()+_,-./:=?9Z": "", "a ": "a boundary that ends in a space", "a\"": "a boundary with a character that is not allowed",
		"é": "a boundary with a character that is not allowed", strings.Repeat("x", 70): "", strings.Repeat("x", 71): "a boundary of 71 characters",
	} {
		got := ""
		if f := boundaryFault(boundary, true); f != nil {
			got = f.received
		}
		if got != want {
			t.Errorf("%q: got %q, want %q", boundary, got, want)
		}
	}
}

func TestPartName(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ disposition, want string }{
		{`form-data; name="a"`, "a"},
		{`Form-Data; filename="x;name=y"; NAME=a`, "a"},
		{`form-data; name="a%22b%0D%0A%41"`, "a\"b\r\n%41"},
		{`form-data; name=""`, ""},
		{"", "! part 1 without a Content-Disposition"},
		{`attachment; name="a"`, `! part 1 with Content-Disposition "attachment"`},
		{`form-data; filename="a"`, "! part 1 without a name"},
		{`form-data; name="a`, "! part 1 with a Content-Disposition that is malformed"},
		{`form-data; name=a b`, "! part 1 with a Content-Disposition that is malformed"},
	} {
		p := part{header: header(), number: 1}
		if tt.disposition != "" {
			p.header = header("Content-Disposition", tt.disposition)
		}
		got, _, wrong := partName(&p, true)
		if wrong != nil {
			got = "! " + wrong.received
		}
		if got != tt.want {
			t.Errorf("%s: got %q, want %q", tt.disposition, got, tt.want)
		}
	}
}

func TestParts_ReadWhatMimeWrites(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		boundary := rapid.StringMatching(`[a-zA-Z0-9'()+_,./:=?-]{1,20}`).Draw(t, "boundary")
		content := rapid.SliceOfN(rapid.SampledFrom([]string{"a", "\r", "\n", "\r\n", "--", "--" + boundary[:1], "\r\n--", "\x00\xff", boundary[:len(boundary)-1]}), 0, 12)
		var body bytes.Buffer
		w := multipart.NewWriter(&body)
		if w.SetBoundary(boundary) != nil {
			t.Skip("mime does not take the boundary")
		}
		var want []string
		for range rapid.IntRange(1, 4).Draw(t, "parts") {
			text := strings.Join(content.Draw(t, "content"), "")
			if strings.Contains(text, "--"+boundary) {
				t.Skip("the content holds the boundary")
			}
			p, _ := w.CreatePart(textproto.MIMEHeader{"Content-Disposition": {`form-data; name="a"`}})
			_, _ = io.WriteString(p, text)
			want = append(want, text)
		}
		_ = w.Close()
		found, faults := parts(body.Bytes(), boundary)
		var got []string
		for _, p := range found {
			got = append(got, string(p.body))
		}
		if !slices.Equal(got, want) || len(faults) > 0 {
			t.Fatalf("got %q and %s\nwant %q\nof %q", got, shownParts(nil, faults), want, body.String())
		}
	})
}

func FuzzParts(f *testing.F) {
	for _, seed := range []string{"--b\r\nA: 1\r\n\r\none\r\n--b\r\n\r\ntwo\r\n--b--\r\n", "--b\n\nx\n--b--", "--b--", "--b\r\n--b\r\n--b--", "\r\n--b \r\n: x\r\n\r\n--b"} {
		f.Add([]byte(seed), "b")
	}
	f.Fuzz(func(t *testing.T, body []byte, boundary string) {
		if boundaryFault(boundary, true) != nil {
			return
		}
		found, faults := parts(body, boundary)
		total := 0
		for _, p := range found {
			total += len(p.body)
		}
		if total > len(body) {
			t.Fatalf("the parts of %q hold %d bytes", body, total)
		}
		if len(faults) > 0 {
			return
		}
		// What has no fault here, mime reads the same way.
		theirs := multipart.NewReader(bytes.NewReader(body), boundary)
		for i := range found {
			p, err := theirs.NextRawPart()
			if err != nil {
				return // it bounds fields and forbids some that are harmless
			}
			if data, err := io.ReadAll(p); err != nil || !bytes.Equal(data, found[i].body) {
				t.Fatalf("part %d of %q: got %q, mime reads %q (%v)", i+1, body, found[i].body, data, err)
			}
		}
	})
}
