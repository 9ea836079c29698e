package mock

import (
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// transcript is what every official client prints of a customer's life. That both read the same out of the same answers is the point:
// the Go client refuses what has the wrong type, the Node client shows it as it is.
const transcript = `create: 200 PENDING_ENABLEMENT Acme, id of 24 characters, sandbox secret of 30
get: 200 PENDING_ENABLEMENT Acme, same id true
institutions: 200 flowdown COMPLETE, questionnaire COMPLETE, ins_56 NOT_STARTED, ins_128026 NOT_STARTED, ins_1 NOT_STARTED
enable: 200 production secret of 30 characters
get: 200 ACTIVE Acme, same id true
institutions: 200 flowdown COMPLETE, questionnaire COMPLETE, ins_56 NOT_STARTED, ins_128026 PROCESSING, ins_1 NOT_STARTED
institutions: 200 flowdown COMPLETE, questionnaire COMPLETE, ins_56 PROCESSING, ins_128026 APPROVED, ins_1 PROCESSING
enable again: PARTNER_ERROR CUSTOMER_ALREADY_ENABLED
remove an enabled customer: PARTNER_ERROR CUSTOMER_REMOVAL_NOT_ALLOWED
create: 200 UNDER_REVIEW Acme (Under Review), id of 24 characters, sandbox secret of 30
enable too early: PARTNER_ERROR CUSTOMER_NOT_READY_FOR_ENABLEMENT
remove: 200
get after remove: PARTNER_ERROR CUSTOMER_NOT_FOUND
institutions after remove: PARTNER_ERROR CUSTOMER_NOT_FOUND
remove again: PARTNER_ERROR CUSTOMER_NOT_FOUND
get with a wrong secret: INVALID_INPUT INVALID_API_KEYS
request ids: 15 answers, 15 different
`

// TestClients drives the mock with Plaid's own clients. They are no dependency of Plumbline: `make clients` installs them, and
// without that the tests skip.
func TestClients(t *testing.T) {
	t.Parallel()
	for _, client := range []struct {
		name    string
		prepare func(t *testing.T) func(arguments ...string) *exec.Cmd
	}{
		{"plaid-go", goClient},
		{"plaid-node", nodeClient},
	} {
		t.Run(client.name, func(t *testing.T) {
			t.Parallel()
			if testing.Short() {
				t.Skip("another program is built and run; not in short mode")
			}
			command := client.prepare(t)
			for _, tt := range []struct{ version, face, place string }{
				{oldest, "plaid", "headers"}, {oldest, "plaid", "body"}, {newest, "plaid", "headers"}, {newest, "document", "headers"},
			} {
				t.Run(tt.version+" "+tt.face+" "+tt.place, func(t *testing.T) {
					t.Parallel()
					server := httptest.NewServer(newClient(t, tt.version, Options{Auth: tt.face}).handler)
					defer server.Close()
					out, err := command(server.URL, DefaultPartners[0].ClientID, DefaultPartners[0].Secret, tt.place).CombinedOutput()
					if err != nil || string(out) != transcript {
						t.Errorf("got %v and\n%s\nwant\n%s", err, out, transcript)
					}
				})
			}
		})
	}
}

// goClient builds the Go program from the module cache; the network is never asked.
func goClient(t *testing.T) func(...string) *exec.Cmd {
	t.Helper()
	tool := func(arguments ...string) ([]byte, error) {
		cmd := exec.Command("go", arguments...)
		cmd.Dir = filepath.Join("testdata", "plaid-go")
		cmd.Env = append(os.Environ(), "GOFLAGS=-mod=readonly -buildvcs=false", "GOPROXY=off", "GOWORK=off")
		return cmd.CombinedOutput()
	}
	if out, err := tool("list", "-deps", "."); err != nil {
		t.Skipf("plaid-go is not installed (%s); run make clients", firstLine(out))
	}
	program := filepath.Join(t.TempDir(), "plaid-go")
	if out, err := tool("build", "-o", program, "."); err != nil {
		t.Fatalf("building plaid-go: %v\n%s", err, out)
	}
	return func(arguments ...string) *exec.Cmd { return exec.Command(program, arguments...) }
}

// nodeClient finds the Node client beside its script or in the user's cache.
func nodeClient(t *testing.T) func(...string) *exec.Cmd {
	t.Helper()
	node, err := exec.LookPath("node")
	if err != nil {
		t.Skip("node is not installed; install it and run make clients")
	}
	folder, err := filepath.Abs(filepath.Join("testdata", "plaid-node"))
	if err != nil {
		t.Fatal(err)
	}
	places := []string{filepath.Join(folder, "node_modules")}
	if cache, err := os.UserCacheDir(); err == nil {
		places = append(places, filepath.Join(cache, "plumbline", "plaid-node", "node_modules"))
	}
	for _, modules := range places {
		if _, err := os.Stat(filepath.Join(modules, "plaid", "package.json")); err == nil {
			return func(arguments ...string) *exec.Cmd {
				cmd := exec.Command(node, append([]string{filepath.Join(folder, "drive.js")}, arguments...)...)
				cmd.Env = append(os.Environ(), "PLAID_NODE_MODULES="+modules)
				return cmd
			}
		}
	}
	t.Skip("the npm package plaid is not installed; run make clients")
	return nil
}

func firstLine(out []byte) string {
	line, _, _ := strings.Cut(string(out), "\n")
	return line
}
