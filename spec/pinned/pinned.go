// Package pinned keeps documents by version, so that a run needs no network and no file, and so that real upgrades are at
// hand to compare.
//
// It promises bytes: which versions of an API there are, and the document of one of them. It does not parse them; what a
// document is worth is package spec's to say. Each document is one file whose opening comment tells version, origin and
// date.
//
//	name -> API and version -> file -> bytes
//
//	file, data, err := pinned.Read("plaid-partner@1.517.0")
package pinned

import (
	"cmp"
	"embed"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"
)

//go:embed plaid-partner/*.yaml
var documents embed.FS

// folder is where the documents stand in the repository, so that a place in one can be opened by a reader of a report.
const folder = "spec/pinned"

// APIs returns the names of all APIs that have a pinned document, sorted.
func APIs() []string {
	entries, err := fs.ReadDir(documents, ".")
	if err != nil {
		return nil
	}
	var apis []string
	for _, entry := range entries {
		apis = append(apis, entry.Name())
	}
	return apis
}

// Names returns the pinned versions of api, oldest first: 1.517.0, 1.525.1 and so on. It is empty for an unknown API.
func Names(api string) []string {
	entries, err := fs.ReadDir(documents, path.Clean(api))
	if err != nil || !slices.Contains(APIs(), api) {
		return nil
	}
	var versions []string
	for _, entry := range entries {
		versions = append(versions, strings.TrimSuffix(entry.Name(), ".yaml"))
	}
	slices.SortFunc(versions, compareVersions)
	return versions
}

// Read returns the document called name, an API and a version joined by @, as in plaid-partner@1.517.0, and the name of
// its file from the root of the repository. The error for an unknown name lists all known ones, the nearest first.
func Read(name string) (file string, data []byte, err error) {
	api, version, _ := strings.Cut(name, "@")
	if !slices.Contains(Names(api), version) {
		return "", nil, fmt.Errorf("no pinned document %q; known are %s", name, strings.Join(nearestFirst(name), ", "))
	}
	file = path.Join(api, version+".yaml")
	data, err = documents.ReadFile(file)
	if err != nil {
		return "", nil, fmt.Errorf("pinned document %s: %w", name, err)
	}
	return path.Join(folder, file), data, nil
}

// nearestFirst returns the full names of all documents, those that look most like name first.
func nearestFirst(name string) []string {
	var known []string
	for _, api := range APIs() {
		for _, version := range Names(api) {
			known = append(known, api+"@"+version)
		}
	}
	slices.SortStableFunc(known, func(a, b string) int { return cmp.Compare(distance(name, a), distance(name, b)) })
	return known
}

// compareVersions compares dotted numbers part by part, so that 1.9.0 comes before 1.10.0.
func compareVersions(a, b string) int {
	return slices.CompareFunc(strings.Split(a, "."), strings.Split(b, "."), func(x, y string) int {
		m, errX := strconv.Atoi(x)
		n, errY := strconv.Atoi(y)
		if errX != nil || errY != nil {
			return strings.Compare(x, y)
		}
		return cmp.Compare(m, n)
	})
}

// distance is the number of bytes to add, drop or change to make b of a (Levenshtein).
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			change := diagonal
			if a[i] != b[j] {
				change++
			}
			diagonal = row[j+1]
			row[j+1] = min(change, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
