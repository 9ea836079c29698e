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
	for text, want := range map[string]Carrier{
		"application/json": CarryJSON, "application/vnd.pet+json; v=2": CarryJSON, "text/json": CarryJSON, "text/x-json": CarryJSON, "application/problem+json": CarryJSON,
		"application/json-seq": CarrySequence, "application/geo+json-seq": CarrySequence, "application/x-ndjson": CarrySequence, "application/ndjson": CarrySequence,
		"application/jsonl": CarrySequence, "application/jsonlines": CarrySequence, "application/json-lines": CarrySequence,
		"text/plain": CarryText, "text/csv": CarryText, "application/xml": CarryText, "application/soap+xml": CarryText, "application/yaml": CarryText,
		"application/x-www-form-urlencoded": CarryForm, "multipart/form-data; boundary=x": CarryMultipart, "multipart/mixed": CarryMultipart,
		"application/octet-stream": CarryBytes, "image/png": CarryBytes, "application/x": CarryBytes,
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
