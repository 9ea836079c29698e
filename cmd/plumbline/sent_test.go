package main

import (
	"regexp"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/plumbline-dev/plumbline/reports"
)

// given is what a server gives out, an id or the first characters of one, in JSON or at the end of a form, and what stands for a secret, whose digest is another in every run.
var given = regexp.MustCompile(`"(?:[0-9a-f]{8}|[0-9a-f]{23,25})"|\b[0-9a-f]{24}$|"\[redacted [^]]*\]"`)

// sent holds the requests of the cases that two records share to be the same, byte for byte but for what the server gave out.
func sent(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: sent A B")
	}
	first, second := requestsOf(ts, args[0]), requestsOf(ts, args[1])
	shared := 0
	for id, want := range first {
		got, ok := second[id]
		if !ok {
			continue
		}
		if shared++; got != want {
			ts.Fatalf("case %s sent\n%s\nin %s, and\n%s\nin %s", id, want, args[0], got, args[1])
		}
	}
	if shared == 0 {
		ts.Fatalf("%s and %s share no case", args[0], args[1])
	}
}

// requestsOf returns what each case of a record sent itself.
func requestsOf(ts *testscript.TestScript, file string) map[string]string {
	r, err := reports.Read(strings.NewReader(ts.ReadFile(file)))
	ts.Check(err)
	all := map[string]string{}
	for _, result := range r.Results {
		for _, x := range result.Exchanges {
			if x.Purpose == reports.PurposeCase {
				all[result.Case] += given.ReplaceAllString(x.Request.Method+" "+x.Request.URL+" "+x.Request.Body, "ID") + "\n"
			}
		}
	}
	return all
}
