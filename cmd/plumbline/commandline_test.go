package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/spf13/pflag"

	"github.com/plumbline-dev/plumbline/suites"
)

// flagsOf returns the flags of a command.
func flagsOf(t *testing.T, name ...string) []*pflag.Flag {
	t.Helper()
	cmd, rest, err := command().Find(name)
	if err != nil || len(rest) > 0 {
		t.Fatalf("no command %q", name)
	}
	var all []*pflag.Flag
	cmd.Flags().VisitAll(func(f *pflag.Flag) { all = append(all, f) })
	return all
}

// words splits a shell line into its simple commands. It knows quotes, comments, pipes, redirections, lists and process substitution, which is
// what examples are made of; anything else a shell can do is an error.
func words(line string) ([][]string, error) {
	var all [][]string
	var simple []string
	var word strings.Builder
	inWord := false
	endWord := func() {
		if inWord {
			simple = append(simple, word.String())
		}
		word.Reset()
		inWord = false
	}
	endCommand := func() {
		endWord()
		if len(simple) > 0 {
			all = append(all, simple)
		}
		simple = nil
	}
	for i := 0; i < len(line); i++ {
		c := line[i]
		switch {
		case c == '#' && !inWord:
			endCommand()
			return all, nil
		case c == '\'' || c == '"':
			end := strings.IndexByte(line[i+1:], c)
			if end < 0 {
				return nil, errors.New("a quote that does not end")
			}
			word.WriteString(line[i+1 : i+1+end])
			inWord = true
			i += 1 + end
		case c == '`' || c == '\\':
			return nil, fmt.Errorf("%q is more shell than this test knows", c)
		case c == '<' && strings.HasPrefix(line[i:], "<("), c == ')', c == '|', c == ';', c == '&':
			endCommand()
			if c == '<' {
				i++
			}
		case c == '>' || c == '<':
			endWord()
			simple = append(simple, string(c))
		case c == ' ':
			endWord()
		default:
			word.WriteByte(c)
			inWord = true
		}
	}
	endCommand()
	return all, nil
}

var assignment = regexp.MustCompile(`^[A-Z_]+=`)

// checkLine says what is wrong with a line of shell in a text: a command, a subcommand or a flag that does not exist. It says so too
// of a program that it does not know, so that nothing is left out in silence.
func checkLine(line string) error {
	all, err := words(line)
	if err != nil {
		return err
	}
	for _, simple := range all {
		for len(simple) > 0 && assignment.MatchString(simple[0]) {
			simple = simple[1:]
		}
		for i, word := range simple {
			if word == ">" || word == "<" {
				simple = simple[:i]
				break
			}
		}
		if len(simple) == 0 {
			continue
		}
		if err := checkCommand(simple); err != nil {
			return err
		}
	}
	return nil
}

// checkCommand checks one simple command.
func checkCommand(words []string) error {
	text := strings.Join(words, " ")
	switch {
	case words[0] == "plumbline", words[0] == "./bin/plumbline":
		return checkOurs(words[1:])
	case strings.HasPrefix(text, "go run ./cmd/plumbline"):
		return checkOurs(words[3:])
	case strings.HasPrefix(text, "go test "), strings.HasPrefix(text, "go run github.com/onsi/ginkgo/v2/ginkgo "), words[0] == "ginkgo":
		return checkSuite(words)
	case words[0] == "make":
		return checkMake(words[1:])
	case words[0] == "export", words[0] == "source", words[0] == "curl", words[0] == "yq", words[0] == "Out-String", words[0] == "Invoke-Expression",
		words[0] == "git", words[0] == "cd", words[0] == "cut", words[0] == "head", strings.HasPrefix(text, "go install "), strings.HasPrefix(text, "go get "):
		return nil // programs of others
	}
	return fmt.Errorf("this test does not know the program %s; teach it", words[0])
}

// checkOurs says whether a command line of ours can be parsed, without running it.
func checkOurs(args []string) error {
	root := command()
	cmd, rest, err := root.Find(args)
	if err != nil {
		return err
	}
	cmd.InitDefaultHelpFlag()
	cmd.InitDefaultVersionFlag()
	if err := cmd.ParseFlags(rest); err != nil {
		return fmt.Errorf("%s: %w", cmd.CommandPath(), err)
	}
	if help, _ := cmd.Flags().GetBool("help"); help {
		return nil
	}
	if err := refuseEmpty(cmd.Flags()); err != nil {
		return err
	}
	return cmd.ValidateArgs(cmd.Flags().Args())
}

// checkSuite says whether the flags of the suite exist that a test is given.
func checkSuite(args []string) error {
	known := flag.NewFlagSet("suite", flag.ContinueOnError)
	suites.Flags(known)
	for _, arg := range args {
		name, _, _ := strings.Cut(strings.TrimLeft(arg, "-"), "=")
		if strings.HasPrefix(arg, "-plumbline.") && known.Lookup(name) == nil {
			return fmt.Errorf("the suite has no flag %s", name)
		}
	}
	return nil
}

// checkMake says whether targets exist.
func checkMake(args []string) error {
	makefile, err := os.ReadFile("../../Makefile")
	if err != nil {
		return err
	}
	for _, arg := range args {
		if !strings.Contains(arg, "=") && !strings.Contains("\n"+string(makefile), "\n"+arg+":") {
			return fmt.Errorf("the Makefile has no target %s", arg)
		}
	}
	return nil
}

func TestCheckLine(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ line, fault string }{
		{"plumbline run", ""},
		{"plumbline run   # the main job", ""},
		{"export PLAID_SECRET=... && plumbline run --env sandbox --report junit=run.xml", ""},
		{"PLAID_SECRET=a plumbline run --env=sandbox > out.txt", ""},
		{"source <(plumbline completion bash)", ""},
		{"plumbline mock --listen 127.0.0.1:4010 &", ""},
		{"go run ./cmd/plumbline spec check 'my api.yaml'", ""},
		{"go test ./suites -count=1 -args -plumbline.env=sandbox", ""},
		{"make bench", ""},
		{"plumbline", ""},
		{"plumbline --version", ""},
		{"plumbline help run", ""},
		{"", ""},
		{"# nothing", ""},
		{"plumbline rnu", "unknown command"},
		{"plumbline list nothing", "unknown command"},
		{"plumbline run --evn sandbox", "unknown flag"},
		{"plumbline run sandbox", "takes no arguments"},
		{"plumbline run --timeout 5", "duration"},
		{"plumbline spec check", "takes 1 argument"},
		{"plumbline list checks | plumbline frobnicate", "unknown command"},
		{"source <(plumbline completion)", "takes 1 argument"},
		{"go run ./cmd/plumbline run --nope", "unknown flag"},
		{"go test . -args -plumbline.environment=sandbox", "no flag"},
		{"make frobnicate", "no target"},
		{"frobnicate --all", "does not know the program"},
		{"plumbline run 'x", "quote"},
	} {
		err := checkLine(tt.line)
		if (err == nil) != (tt.fault == "") || err != nil && !strings.Contains(err.Error(), tt.fault) {
			t.Errorf("%s\n got %v\nwant %q", tt.line, err, tt.fault)
		}
	}
}
