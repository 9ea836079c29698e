package main

import (
	"context"
	"errors"
	"fmt"
	"log"
	"net"
	"net/http"
	"os/signal"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"github.com/plumbline-dev/plumbline/runner/mock"
	"github.com/plumbline-dev/plumbline/spec/packs"
	"github.com/plumbline-dev/plumbline/suites/engine"
)

// mockFlags are the flags of the mock command.
type mockFlags struct {
	listen, pack, document, auth string
	seed                         uint64
	allowRemote, quiet           bool
}

func mockCommand() *cobra.Command {
	f := &mockFlags{}
	cmd := &cobra.Command{
		Use:   "mock",
		Short: "serves a mock of an API that behaves as the real one does",
		Long: `Mock serves the Plaid Partner API with credentials, two partners that cannot see each other's customers, the life cycle of a
customer, and the errors of the real API. All state is in memory and ends with the process; the same seed gives the same
answers to the same requests.

A company name that holds "Under Review" or "Denied" asks for a customer in that state. Both partners' credentials are printed at start;
PLAID_CLIENT_ID and PLAID_SECRET (PLAID_OTHER_CLIENT_ID and PLAID_OTHER_SECRET) replace them.`,
		Example: `  plumbline mock --listen 127.0.0.1:4010
  plumbline mock --listen 127.0.0.1:0 --auth document --document plaid-partner@1.697.4`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return serveMock(cmd, f) },
	}
	flags := cmd.Flags()
	flags.StringVar(&f.listen, "listen", "127.0.0.1:4010", "address to listen on; port 0 takes a free one")
	flags.StringVar(&f.pack, "pack", engine.DefaultPack, "what is known of the API: a pack's name, or a YAML file")
	flags.StringVar(&f.document, "document", "", "another OpenAPI document for the same pack: a file or a pinned name")
	flags.BoolVar(&f.allowRemote, "allow-remote", false, "fetch documents and references that are URLs")
	flags.StringVar(&f.auth, "auth", "", "face of authentication: plaid or document; the pack's own if unset")
	flags.Uint64Var(&f.seed, "seed", 1, "seed of ids and secrets")
	flags.BoolVar(&f.quiet, "quiet", false, "log no requests")
	return cmd
}

func serveMock(cmd *cobra.Command, f *mockFlags) error {
	pack, err := packs.Load(f.pack)
	if err != nil {
		return err
	}
	doc, _, err := engine.LoadDocument(cmd.Context(), pack, f.document, f.allowRemote)
	if err != nil {
		return err
	}
	face, err := pack.Face(f.auth)
	if err != nil {
		return err
	}
	partners, err := engine.MockPartners(pack, nil)
	if err != nil {
		return err
	}
	options := mock.Options{Seed: f.seed, Auth: face.Name, Partners: partners, Clock: time.Now}
	if !f.quiet {
		log := log.New(cmd.ErrOrStderr(), "", 0)
		options.Log = log.Printf
	}
	handler, err := mock.New(doc, pack, options)
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", f.listen)
	if err != nil {
		return fmt.Errorf("listen on %s: %w; choose another with --listen, port 0 takes a free one", f.listen, plainListen(err))
	}
	out := cmd.OutOrStdout()
	fmt.Fprintf(out, "mock of %s (%s) listening on http://%s, face of authentication %s\n", doc.Title, doc.Version, listener.Addr(), face.Name)
	fmt.Fprint(out, identities(pack, partners))
	fmt.Fprintf(out, "try: plumbline run --url http://%s --auth %s\n", listener.Addr(), face.Name)
	return serve(listener, handler)
}

// identities says who may ask: the values of the mock's own partners, which open nothing else, and only the names of the variables for
// those that came from the environment.
func identities(pack *packs.Pack, partners []mock.Partner) string {
	if len(pack.Credentials) == 0 {
		return ""
	}
	var b strings.Builder
	for i, p := range partners {
		id, secret := pack.Credential("client_id"), pack.Credential("secret")
		if id == nil || secret == nil {
			break
		}
		names := [][2]string{{id.Variable, secret.Variable}, {id.Other, secret.Other}}[min(i, 1)]
		if slices.Contains(mock.DefaultPartners[:], p) {
			fmt.Fprintf(&b, "partner %d: export %s=%s %s=%s\n", i+1, names[0], p.ClientID, names[1], p.Secret)
		} else {
			fmt.Fprintf(&b, "partner %d: as in %s and %s\n", i+1, names[0], names[1])
		}
	}
	return b.String()
}

// serve serves until the process is asked to end, then lets open requests finish.
func serve(listener net.Listener, handler http.Handler) error {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	server := &http.Server{Handler: handler, ReadHeaderTimeout: 10 * time.Second, IdleTimeout: 2 * time.Minute}
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	select {
	case err := <-failed:
		return unasked{fmt.Errorf("serve: %w", err)}
	case <-ctx.Done():
	}
	ending, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	if err := server.Shutdown(ending); err != nil && !errors.Is(err, context.DeadlineExceeded) {
		return unasked{fmt.Errorf("shut down: %w", err)}
	}
	return nil
}

// plainListen takes the address out of a listening error, which repeats it.
func plainListen(err error) error {
	var op *net.OpError
	if errors.As(err, &op) {
		return op.Err
	}
	return err
}
