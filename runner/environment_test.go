package runner

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestChoose(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "staging.yaml")
	if err := os.WriteFile(file, []byte("name: staging\nurl: https://staging.example.com/v1/\nlifecycle: sample\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name   string
		choice Choice
		want   Environment
		url    string
	}{
		{"nothing chooses the mock", Choice{}, Environment{Name: "mock", Mock: true, Lifecycle: LifecycleReal, Writes: true, Enable: true}, ""},
		{"the sandbox creates nothing and enables nothing", Choice{Name: "sandbox"}, Environment{Name: "sandbox", Lifecycle: LifecycleSample, Writes: true}, "https://sandbox.plaid.com"},
		{"production is read only", Choice{Name: "production"}, Environment{Name: "production", Lifecycle: LifecycleReal}, "https://production.plaid.com"},
		{"writes in production are the caller's word", Choice{Name: "production", AllowWrites: true}, Environment{Name: "production", Lifecycle: LifecycleReal, Writes: true}, "https://production.plaid.com"},
		{"enabling needs a second word", Choice{Name: "production", AllowWrites: true, AllowEnable: true}, Environment{Name: "production", Lifecycle: LifecycleReal, Writes: true, Enable: true}, "https://production.plaid.com"},
		{"this machine may do everything", Choice{URL: "http://127.0.0.1:4010/", URLGiven: true}, Environment{Name: "url", Lifecycle: LifecycleReal, Writes: true, Enable: true, Loopback: true}, "http://127.0.0.1:4010"},
		{"so may its name and its other address", Choice{URL: "http://[::1]:4010", URLGiven: true}, Environment{Name: "url", Lifecycle: LifecycleReal, Writes: true, Enable: true, Loopback: true}, "http://[::1]:4010"},
		{"any other url is read only", Choice{URL: "https://api.example.com", URLGiven: true}, Environment{Name: "url", Lifecycle: LifecycleNone}, "https://api.example.com"},
		{"a name that only looks like this machine is none", Choice{URL: "https://localhost.example.com", URLGiven: true}, Environment{Name: "url", Lifecycle: LifecycleNone}, "https://localhost.example.com"},
		{"the life cycle is the caller's to say", Choice{URL: "https://api.example.com", URLGiven: true, Lifecycle: LifecycleReal}, Environment{Name: "url", Lifecycle: LifecycleReal}, "https://api.example.com"},
		{"a file of one's own", Choice{Name: file}, Environment{Name: "staging", Lifecycle: LifecycleSample}, "https://staging.example.com/v1"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, err := Choose(tt.choice)
			if err != nil {
				t.Fatal(err)
			}
			address := ""
			if got.URL != nil {
				address = got.URL.String()
			}
			plain := *got
			plain.URL, plain.Title = nil, ""
			if plain != tt.want || address != tt.url {
				t.Errorf("got %+v at %q, want %+v at %q", plain, address, tt.want, tt.url)
			}
		})
	}
}

func TestChoose_NeverFallsBack(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "bad.yaml")
	if err := os.WriteFile(file, []byte("name: bad\nurl: https://example.com\nlifecycle: real\nwirtes: true\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	given := func(url string) Choice { return Choice{URL: url, URLGiven: true} }
	for _, tt := range []struct {
		name   string
		choice Choice
		want   string
	}{
		{"an unknown name", Choice{Name: "prodcution"}, `unknown environment "prodcution" (did you mean "production"?); known are mock, production, sandbox`},
		{"the retired one", Choice{Name: "development"}, "environment development is retired: Plaid switched the development environment off on 2024-06-20"},
		{"an empty url", given(""), "url is empty"},
		{"a url of spaces", given("  "), "url is empty"},
		{"no scheme", given("api.example.com"), "scheme must be http or https"},
		{"another scheme", given("ftp://example.com"), "scheme must be http or https"},
		{"no host", given("https:///path"), "has no host"},
		{"credentials in the url", given("https://me:hunter2@example.com"), "holds a user or password"},
		{"a query", given("https://example.com?a=b"), "no query"},
		{"no url at all", given("http://[::1"), "cannot be parsed"},
		{"both", Choice{Name: "mock", URL: "http://127.0.0.1", URLGiven: true}, "are both given"},
		{"no encryption to another machine", given("http://api.example.com"), "would travel unencrypted"},
		{"an unknown life cycle", Choice{Name: "sandbox", Lifecycle: "rael"}, `unknown lifecycle "rael"`},
		{"enabling without writing", Choice{Name: "production", AllowEnable: true}, "enabling is a write"},
		{"a file with an unknown key", Choice{Name: file}, `unknown key "wirtes" (did you mean "writes"?)`},
		{"a file that is not there", Choice{Name: "./nowhere.yaml"}, "nowhere.yaml"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			env, err := Choose(tt.choice)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Fatalf("got %+v and error %v, want an error with %q", env, err, tt.want)
			}
			if strings.Contains(err.Error(), "hunter2") {
				t.Errorf("the error shows the password: %v", err)
			}
		})
	}
}
