package spec

import (
	"fmt"
	"mime"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestParseMediaRange(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ text, want string }{
		{"application/json", "application/json"},
		{"Application/JSON", "application/json"},
		{" text/plain ; charset=UTF-8", "text/plain charset=UTF-8"},
		{`multipart/form-data; boundary="a \"b\\ c"; x=`, `malformed`},
		{`multipart/form-data; boundary="a \"b\\ c"; X=1`, `multipart/form-data boundary=a "b\ c X=1`},
		{"text/plain;;charset=utf-8; ", "text/plain charset=utf-8"},
		{"*", "*/*"},
		{"text/*", "text/*"},
		{"json", "malformed"},
		{"", "malformed"},
		{"/json", "malformed"},
		{"a b/c", "malformed"},
		{"text/plain; charset", "malformed"},
		{"text/plain; charset=a b", "malformed"},
		{`text/plain; charset="a`, "malformed"},
		{"text/plain; charset=a; CHARSET=b", "malformed"},
		{"text/plain" + strings.Repeat("; a=b", 2) + strings.Repeat(";", 50), "malformed"},
	} {
		m := parseMediaRange(tt.text)
		got := m.String()
		for p := m.parameters; p != "" && !m.malformed; {
			name, value, rest, _ := p.next()
			if name != "" {
				got += fmt.Sprintf(" %s=%s", name, value)
			}
			p = rest
		}
		if m.malformed {
			got = "malformed"
		}
		if got != tt.want {
			t.Errorf("%q: got %s, want %s", tt.text, got, tt.want)
		}
	}
}

func TestParseMediaRange_AgreesWithMime(t *testing.T) {
	t.Parallel()
	piece := rapid.SampledFrom([]string{"a", "B", "/", ";", "=", `"`, `\`, " ", "text/plain", "charset=", "x=1", ";y=", `"q"`, "é", ",", "\t"})
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOfN(piece, 0, 9).Draw(t, "pieces"), "")
		ours := parseMediaRange(text)
		full, theirs, err := mime.ParseMediaType(text)
		// What mime does otherwise: it takes a type without a subtype, a backslash before a plain character for itself (Internet Explorer sent paths so),
		// and characters beyond ASCII in a quoted string; and it refuses an empty parameter.
		if !strings.Contains(full, "/") || strings.ContainsAny(text, `\é`) || strings.Contains(strings.NewReplacer(" ", "", "\t", "").Replace(text), ";;") {
			return
		}
		if (err != nil) != ours.malformed {
			t.Fatalf("%q: mime says %v, ours malformed %v", text, err, ours.malformed)
		}
		if err == nil && full != ours.String() {
			t.Fatalf("%q: got %s, want %s", text, ours.String(), full)
		}
		for name, value := range theirs {
			if got, there := ours.parameters.get(name); err == nil && (!there || got != value) {
				t.Fatalf("%q: got %s=%q, want %q", text, name, got, value)
			}
		}
	})
}

func TestMediaRange_Carrier(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]carrier{
		"application/json": carryJSON, "application/vnd.pet+json; v=2": carryJSON, "text/json": carryJSON, "text/x-json": carryJSON, "application/problem+json": carryJSON,
		"application/json-seq": carrySequence, "application/geo+json-seq": carrySequence, "application/x-ndjson": carrySequence, "application/ndjson": carrySequence,
		"application/jsonl": carrySequence, "application/jsonlines": carrySequence, "application/json-lines": carrySequence,
		"text/plain": carryText, "text/csv": carryText, "application/xml": carryText, "application/soap+xml": carryText, "application/yaml": carryText,
		"application/x-www-form-urlencoded": carryForm, "multipart/form-data; boundary=x": carryMultipart, "multipart/mixed": carryMultipart,
		"application/octet-stream": carryBytes, "image/png": carryBytes, "application/x": carryBytes,
	} {
		if got := parseMediaRange(text).carrier(); got != want {
			t.Errorf("%s: got %d, want %d", text, got, want)
		}
	}
}

func FuzzParseMediaRange(f *testing.F) {
	f.Add(`multipart/form-data; boundary="a\"b"; x=y`)
	f.Fuzz(func(t *testing.T, text string) {
		m := parseMediaRange(text)
		if value, there := m.parameters.get("boundary"); there && len(value) > len(text) {
			t.Fatalf("%q: a value of %d bytes", text, len(value))
		}
		m.covers(m)
	})
}
