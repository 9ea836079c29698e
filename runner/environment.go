package runner

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"net"
	"net/url"
	"path"
	"slices"
	"strings"

	"github.com/plumbline-dev/plumbline/spec/tree"
)

//go:embed environments/*.yaml
var environmentFiles embed.FS

// Lifecycle says how much of a resource's life an environment really has.
type Lifecycle string

// The life cycles, from nothing to everything.
const (
	LifecycleNone   Lifecycle = "none"   // creating answers with nothing that can be used
	LifecycleSample Lifecycle = "sample" // creating answers a sample and creates nothing
	LifecycleReal   Lifecycle = "real"   // what was created can be read, changed and removed
)

var lifecycles = []Lifecycle{LifecycleReal, LifecycleSample, LifecycleNone}

// Environment is a place where an API can be asked, and what is allowed there.
type Environment struct {
	Name      string    // mock, sandbox, production, the name in a file, or url
	Title     string    // for people
	URL       *url.URL  // base URL without a trailing slash; nil for the mock, whose target is in this process
	Mock      bool      // the target is the embedded mock
	Lifecycle Lifecycle // what becomes of what is created
	Writes    bool      // operations that write may be sent
	Enable    bool      // operations that cannot be undone may be sent
	Loopback  bool      // the target is on this machine; a connection to any other address is refused
}

// Choice is what the caller says about where to ask. The zero value chooses the mock.
type Choice struct {
	Name        string    // an embedded environment, or the path of a YAML file; empty means mock unless URL is given
	URL         string    // any other place; only looked at if URLGiven
	URLGiven    bool      // tells an empty --url from none
	Lifecycle   Lifecycle // overrides the environment's own; empty leaves it
	AllowWrites bool      // allow operations that write where they are not allowed by default
	AllowEnable bool      // allow operations that cannot be undone outside the mock and this machine
	AllowHTTP   bool      // allow sending credentials without TLS to another machine
}

// environmentFile is the shape of a file in environments/.
type environmentFile struct {
	Name      string `yaml:"name"`
	Title     string `yaml:"title"`
	URL       string `yaml:"url"`
	Mock      bool   `yaml:"mock"`
	Lifecycle string `yaml:"lifecycle"`
	Writes    bool   `yaml:"writes"`
	Enable    bool   `yaml:"enable"`
	Retired   string `yaml:"retired"`
}

// EnvironmentNames returns the embedded environments that can be used, mock first.
func EnvironmentNames() []string {
	entries, _ := environmentFiles.ReadDir("environments")
	names := []string{"mock"}
	for _, e := range entries {
		name := strings.TrimSuffix(e.Name(), ".yaml")
		if f, err := readEnvironment(name); err == nil && f.Retired == "" && name != "mock" {
			names = append(names, name)
		}
	}
	return names
}

// Choose settles where to ask. It never falls back to another place: an unknown name, a retired one, an empty or unusable
// URL is an error that says what would be right.
func Choose(c Choice) (*Environment, error) {
	if c.URLGiven && c.Name != "" {
		return nil, fmt.Errorf("environment %s and url %q are both given; choose one", c.Name, c.URL)
	}
	env, err := named(c)
	if err != nil {
		return nil, err
	}
	if c.Lifecycle != "" {
		if env.Lifecycle, err = parseLifecycle(string(c.Lifecycle)); err != nil {
			return nil, err
		}
	}
	env.Writes = env.Writes || c.AllowWrites
	env.Enable = env.Enable || (c.AllowEnable && env.Writes)
	if c.AllowEnable && !env.Writes {
		return nil, fmt.Errorf("environment %s: enabling is a write; give --allow-writes as well", env.Name)
	}
	if env.URL != nil && env.URL.Scheme == "http" && !env.Loopback && !c.AllowHTTP {
		return nil, fmt.Errorf("url %s: credentials would travel unencrypted; use https, or --allow-http if the way there is safe", env.URL)
	}
	return env, nil
}

func named(c Choice) (*Environment, error) {
	if c.URLGiven {
		return fromURL(c.URL)
	}
	name := c.Name
	if name == "" {
		name = "mock"
	}
	f, err := readEnvironment(name)
	if err != nil {
		return nil, err
	}
	if f.Retired != "" {
		return nil, fmt.Errorf("environment %s is retired: %s", f.Name, f.Retired)
	}
	env := &Environment{Name: f.Name, Title: f.Title, Mock: f.Mock, Writes: f.Writes, Enable: f.Enable}
	if env.Lifecycle, err = parseLifecycle(f.Lifecycle); err != nil {
		return nil, fmt.Errorf("environment %s: %w", name, err)
	}
	if f.Mock {
		if f.URL != "" {
			return nil, fmt.Errorf("environment %s: the mock is served in this process and has no url; remove one of the two", name)
		}
		return env, nil
	}
	if env.URL, err = parseURL(f.URL); err != nil {
		return nil, fmt.Errorf("environment %s: %w", name, err)
	}
	env.Loopback = isLoopback(env.URL.Hostname())
	return env, nil
}

func fromURL(raw string) (*Environment, error) {
	u, err := parseURL(raw)
	if err != nil {
		return nil, err
	}
	env := &Environment{Name: "url", Title: u.String(), URL: u, Lifecycle: LifecycleNone, Loopback: isLoopback(u.Hostname())}
	if env.Loopback {
		env.Lifecycle, env.Writes, env.Enable = LifecycleReal, true, true
	}
	return env, nil
}

// readEnvironment reads an embedded environment by name, or a file by path.
func readEnvironment(name string) (*environmentFile, error) {
	store := tree.NewStore(tree.Options{MaxBytes: 1 << 20})
	var file *tree.File
	var err error
	if strings.ContainsAny(name, `/\`) || strings.HasSuffix(name, ".yaml") || strings.HasSuffix(name, ".yml") {
		file, err = store.Open(context.Background(), name)
	} else {
		data, readErr := environmentFiles.ReadFile(path.Join("environments", name+".yaml"))
		if readErr != nil {
			hint := ""
			if near := tree.Nearest(name, EnvironmentNames()); near != "" {
				hint = fmt.Sprintf(" (did you mean %q?)", near)
			}
			return nil, fmt.Errorf("unknown environment %q%s; known are %s, or give the path of a YAML file", name, hint, strings.Join(EnvironmentNames(), ", "))
		}
		file, err = store.Add("environments/"+name+".yaml", data)
	}
	if err != nil {
		return nil, err
	}
	var f environmentFile
	if err := file.Root.Decode(&f); err != nil {
		return nil, err
	}
	if f.Name == "" {
		return nil, fmt.Errorf("%s: name is missing; every environment has one", file.Name)
	}
	return &f, nil
}

func parseLifecycle(s string) (Lifecycle, error) {
	if slices.Contains(lifecycles, Lifecycle(s)) {
		return Lifecycle(s), nil
	}
	if s == "" {
		return "", errors.New("lifecycle is missing; it is real, sample or none")
	}
	return "", fmt.Errorf("unknown lifecycle %q; known are real, sample and none", s)
}

func parseURL(raw string) (*url.URL, error) {
	if strings.TrimSpace(raw) == "" {
		return nil, errors.New("url is empty; give one like https://api.example.com, or choose an environment by name")
	}
	u, err := url.Parse(raw)
	switch {
	case err != nil:
		// The error of url.Parse repeats its input, which may hold a password.
		return nil, errors.New("url cannot be parsed; give one like https://api.example.com")
	case u.User != nil:
		return nil, fmt.Errorf("url %s holds a user or password; credentials come from environment variables or files only", u.Redacted())
	case u.Scheme != "http" && u.Scheme != "https":
		return nil, fmt.Errorf("url %q: scheme must be http or https, as in https://api.example.com", raw)
	case u.Hostname() == "":
		return nil, fmt.Errorf("url %q has no host; give one like https://api.example.com", raw)
	case u.RawQuery != "" || u.Fragment != "" || u.ForceQuery:
		// A query may hold a token, so no more of the URL is said.
		return nil, fmt.Errorf("url %s://%s...: a base url has no query and no fragment; remove them", u.Scheme, u.Host)
	}
	u.Path = strings.TrimRight(u.Path, "/")
	u.RawPath = ""
	return u, nil
}

// isLoopback says whether host names this machine. The connection itself is checked again when it is made.
func isLoopback(host string) bool {
	if strings.EqualFold(host, "localhost") {
		return true
	}
	ip := net.ParseIP(host)
	return ip != nil && ip.IsLoopback()
}
