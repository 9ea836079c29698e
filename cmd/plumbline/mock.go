package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"maps"
	"net"
	"net/http"
	"os"
	"os/signal"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"github.com/plumbline-dev/plumbline/runner/mock"
	"github.com/plumbline-dev/plumbline/spec"
	"github.com/plumbline-dev/plumbline/spec/packs"
	"github.com/plumbline-dev/plumbline/suites/engine"
)

// mockFlags are the flags of the mock command.
type mockFlags struct {
	listen, pack, document, auth string
	seed                         uint64
	overlays, faults             []string
	allowRemote, quiet           bool
}

func mockCommand() *cobra.Command {
	f := &mockFlags{}
	cmd := &cobra.Command{
		Use:   "mock",
		Short: "serves a mock of an API that behaves as the real one does",
		Long: `Mock serves the Plaid Partner API with credentials, two partners that cannot see
each other's customers, the life cycle of a customer, and the errors of the real
API. All state is in memory and ends with the process; the same seed gives the
same answers to the same requests. An interrupt ends it.

What becomes of a customer is asked for by its company name, which need only
hold the words:

` + outcomes() + `
Both callers' credentials are printed at start; PLAID_CLIENT_ID and
PLAID_SECRET (PLAID_OTHER_CLIENT_ID and PLAID_OTHER_SECRET) replace them.

With --pack FILE it serves any other API: what the pack's operations create is
kept for the caller who did, shown, changed and removed, and the variables of
the pack replace its credentials. What neither pack nor document says is made
up. With --pack none it keeps nothing: it checks each request and answers with
the document's example, or a body built from the schema.

With --fault it breaks one promise on purpose and keeps all others; plumbline
list faults shows them all. Some break no promise of the document as published,
and show nothing unless mock and run have an --overlay that tightens it, such as
plumbline list overlay writes; plumbline prove shows them by itself.`,
		Example: `  plumbline mock --listen 127.0.0.1:4010
  plumbline mock --auth document --document plaid-partner@1.697.4
  plumbline mock --fault status-skips --fault slow@partnerCustomerRemove
  plumbline mock --pack none --document openapi.yaml`,
		Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error { return serveMock(cmd, f) },
	}
	flags := cmd.Flags()
	flags.SortFlags = false
	flags.StringVar(&f.listen, "listen", "127.0.0.1:4010", "`address` to listen on; port 0 takes a free one")
	flags.StringVar(&f.pack, "pack", engine.DefaultPack, "what is known of the API: the `name` of a pack, none, or a YAML file")
	flags.StringVar(&f.document, "document", "", "another OpenAPI document for the same pack: a `file`, or a pinned name such as "+pinnedExample)
	overlayFlag(flags, &f.overlays)
	flags.BoolVar(&f.allowRemote, "allow-remote", false, "fetch documents and references that are URLs")
	flags.StringVar(&f.auth, "auth", "", "`face` of authentication to show: plaid (as Plaid does) or document (as the document says) (default the pack's own)")
	flags.Uint64Var(&f.seed, "seed", 1, "`number` that ids and secrets follow from")
	flags.StringSliceVar(&f.faults, "fault", nil, "be wrong in the way of this `name`, at any operation as name@operationId; may be repeated")
	flags.BoolVar(&f.quiet, "quiet", false, "log no requests")
	completePack(cmd)
	completeFault(cmd)
	return cmd
}

func serveMock(cmd *cobra.Command, f *mockFlags) error {
	if err := checkDocumentOf(cmd.Flags(), f.pack, f.document, f.allowRemote); err != nil {
		return err
	}
	pack, err := packs.Load(f.pack)
	if err != nil {
		return err
	}
	doc, _, err := engine.LoadDocument(cmd.Context(), pack, f.document, f.allowRemote, f.overlays...)
	if err != nil {
		return err
	}
	warnMissed(cmd.ErrOrStderr(), doc)
	face, err := pack.Face(f.auth)
	if err != nil {
		return err
	}
	callers, partners, err := engine.MockCallers(pack, doc, nil)
	if err != nil {
		return err
	}
	options := mock.Options{Seed: f.seed, Auth: face.Name, Partners: partners, Callers: callers, Clock: time.Now, Faults: f.faults}
	if !f.quiet {
		errs := cmd.ErrOrStderr()
		// A line is one write, so lines of requests at the same time do not mix.
		options.Log = func(format string, a ...any) {
			_, _ = io.WriteString(errs, strings.TrimRight(fmt.Sprintf(format, a...), " ")+"\n")
		}
	}
	handler, err := mock.New(doc, pack, options)
	if err != nil {
		return err
	}
	// From here on an interrupt is an orderly end, also one that comes as soon as the address is known.
	ctx, stop := signal.NotifyContext(cmd.Context(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	listener, err := net.Listen("tcp", f.listen)
	if err != nil {
		return fmt.Errorf("listen on %s: %w; choose another with --listen, port 0 takes a free one", f.listen, plainListen(err))
	}
	f.announce(cmd.OutOrStdout(), listener.Addr(), doc, pack, face, callers)
	context.AfterFunc(ctx, stop) // a second interrupt ends the process at once
	return serve(ctx, listener, handler)
}

// announce says where the mock is, who may ask, and how to.
func (f *mockFlags) announce(out io.Writer, at net.Addr, doc *spec.Document, pack *packs.Pack, face packs.Face, callers []mock.Caller) {
	url := "http://" + reachable(at)
	run := []string{"plumbline run --url", url}
	for _, flag := range [][2]string{{"pack", f.pack}, {"document", f.document}} {
		if flag[1] != "" && flag[1] != engine.DefaultPack {
			run = append(run, "--"+flag[0]+"="+shellWord(flag[1]))
		}
	}
	for _, overlay := range f.overlays {
		run = append(run, "--overlay="+shellWord(overlay))
	}
	how := ""
	if face.Name != "" {
		how = ", face of authentication " + face.Name
		run = append(run, "--auth", face.Name)
	}
	fmt.Fprintf(out, "mock of %s (%s) listening on %s%s\n", doc.Title, doc.Version, url, how)
	fmt.Fprint(out, identities(pack, doc, callers))
	if len(f.overlays) == 0 {
		fmt.Fprint(out, unseen(f.faults))
	}
	fmt.Fprintf(out, "try: %s\n", strings.Join(run, " "))
}

// unseen says which faults a document shows nothing of that is as it was published.
func unseen(faults []string) string {
	var b strings.Builder
	for _, f := range mock.Faults() {
		named := func(spelt string) bool { name, _, _ := strings.Cut(spelt, "@"); return name == f.Name }
		if f.Tight && slices.ContainsFunc(faults, named) {
			fmt.Fprintf(&b, "note: fault %s breaks no promise of a document as published; it shows with a tightened one, in plumbline prove --fault %s, or where mock and run have --overlay FILE (plumbline list overlay > FILE)\n", f.Name, f.Name)
		}
	}
	return b.String()
}

// reachable is an address that a client on this machine can ask. A listener on every address of the machine has none of its own.
func reachable(at net.Addr) string {
	if tcp, ok := at.(*net.TCPAddr); ok && tcp.IP.IsUnspecified() {
		return net.JoinHostPort("127.0.0.1", strconv.Itoa(tcp.Port))
	}
	return at.String()
}

// outcomes lists what a company name can ask for.
func outcomes() string {
	var b strings.Builder
	for _, o := range mock.Outcomes() {
		fmt.Fprintf(&b, "  %s\n", o.Words)
		line := "     "
		for _, word := range strings.Fields(o.Meaning) {
			if len(line)+1+len(word) > helpWidth {
				b.WriteString(line + "\n")
				line = "     "
			}
			line += " " + word
		}
		b.WriteString(line + "\n")
	}
	return b.String()
}

// identities says who may ask: the values of the mock's own callers, which open nothing else, and only the names of the variables for
// those that came from the environment.
func identities(pack *packs.Pack, doc *spec.Document, callers []mock.Caller) string {
	var b strings.Builder
	for i, caller := range callers {
		own := slices.ContainsFunc(mock.DefaultPartners[:], func(p mock.Partner) bool { return maps.Equal(p.Caller(pack, doc), caller) })
		var exports, names []string
		for _, c := range pack.Credentials {
			name := []string{c.Variable, c.Other}[min(i, 1)]
			if c.Default != "" || name == "" {
				continue
			}
			names = append(names, name)
			exports = append(exports, name+"="+shellWord(caller[c.Name]))
		}
		switch {
		case len(names) == 0:
		case own:
			fmt.Fprintf(&b, "caller %d: export %s\n", i+1, strings.Join(exports, " "))
		default:
			fmt.Fprintf(&b, "caller %d: as in %s\n", i+1, strings.Join(names, " and "))
		}
	}
	return b.String()
}

// parting is how long open requests may take after an interrupt. A connection on which nothing was asked holds up nothing longer.
const parting = time.Second

// serve serves until ctx ends, then lets open requests finish.
func serve(ctx context.Context, listener net.Listener, handler http.Handler) error {
	server := &http.Server{Handler: handler, ReadHeaderTimeout: 10 * time.Second, IdleTimeout: 2 * time.Minute, ErrorLog: log.New(io.Discard, "", 0)}
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	select {
	case err := <-failed:
		return unasked{fmt.Errorf("serve: %w", err)}
	case <-ctx.Done():
	}
	ending, cancel := context.WithTimeout(context.Background(), parting)
	defer cancel()
	if err := server.Shutdown(ending); err != nil {
		return server.Close()
	}
	return nil
}

// plainListen takes out of a listening error what it repeats: the address, and the names of system calls.
func plainListen(err error) error {
	var address *net.AddrError
	var call *os.SyscallError
	var dns *net.DNSError
	switch {
	case errors.As(err, &address):
		return errors.New(address.Err)
	case errors.As(err, &call):
		return call.Err
	case errors.As(err, &dns):
		return errors.New(dns.Err)
	}
	return err
}
