package mock

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/plumbline-dev/plumbline/spec/packs"
)

func TestFaults_AreNamedOnceAndExplained(t *testing.T) {
	t.Parallel()
	name := regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
	classes := []Class{ClassSpec, ClassIntent, ClassHTTP, ClassTight, ClassFlow, ClassSecret, ClassTime, ClassRace}
	seen := map[string]bool{}
	count := map[Class]int{}
	for _, f := range Faults() {
		if !name.MatchString(f.Name) || seen[f.Name] {
			t.Errorf("fault %q is misspelt or there twice", f.Name)
		}
		if f.Does == "" || strings.HasSuffix(f.Does, ".") || strings.ToLower(f.Does[:1]) != f.Does[:1] || f.Rule == "" || f.serve == nil || f.on == "" {
			t.Errorf("fault %s lacks words, a rule, a place or what it does: %q", f.Name, f.Does)
		}
		if !slices.Contains(classes, f.Class) {
			t.Errorf("fault %s is of class %q", f.Name, f.Class)
		}
		seen[f.Name] = true
		count[f.Class]++
	}
	for _, class := range classes {
		if count[class] < 2 {
			t.Errorf("class %s has %d faults", class, count[class])
		}
	}
}

// TestFaults_OneBreaksOneOperation holds every fault to its operation: all others answer as the right mock does.
func TestFaults_OneBreaksOneOperation(t *testing.T) {
	t.Parallel()
	pack, err := packs.Load(resellerPack)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range Faults() {
		t.Run(f.Name, func(t *testing.T) {
			t.Parallel()
			if f.on == onAsked {
				t.Skip("no operation of the Partner API takes a parameter")
			}
			for _, version := range []string{oldest, newest} {
				p, err := place(document(t, version), pack, f.Name)
				if err != nil {
					t.Fatal(err)
				}
				c := newClient(t, version, Options{Faults: []string{f.Name}})
				made := `{}`
				if p.operation == nil || p.operation.ID != "partnerCustomerCreate" {
					made = about(c.create("Acme", "acme").EndCustomer.ClientID)
				}
				for _, name := range []string{"get", "oauth_institutions/get"} {
					if p.operation != nil && p.operation.Path != customerPath+name && made != `{}` {
						c.post(name, made).is(t, name, 200, "")
					}
				}
			}
		})
	}
}

func TestFaults_AreChained(t *testing.T) {
	t.Parallel()
	c := newClient(t, oldest, Options{Faults: []string{"status-undocumented", "fails-on-unknown@partnerCustomerRemove"}})
	r := c.post("remove", about("000000000000000000000000"))
	r.is(t, "remove", 500, "INTERNAL_SERVER_ERROR")
}
