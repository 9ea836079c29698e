// Package tree reads YAML and JSON files into nodes that remember where they stand, and follows the references
// between them.
//
// It promises: the order of the source is kept, every node and every key knows its file, line and column; scalars mean what
// the core schema of YAML 1.2 says (2022-06-30 and no are strings, 0x1F is a number); anchors, aliases and merge keys are
// expanded under a limit, so that no small file becomes a large tree; a duplicate key is recorded, not refused; nothing is
// fetched from the network unless the store was told that it may.
//
// It does not promise to keep comments, nor to write files, and it knows nothing of OpenAPI.
//
//	bytes --(YAML or JSON)--> *File with its Root *Node --(Store.Resolve, Store.Lookup)--> other nodes and files
//	settings file --(Node.Decode)--> a struct, or every unknown key and wrong type with its place
//
//	store := tree.NewStore(tree.Options{})
//	file, err := store.Open(ctx, "openapi.yaml")
//	if err != nil {
//		return err // openapi.yaml:14:3: found a tab character that violates indentation; indent with spaces
//	}
//	title := file.Root.Get("info").Get("title")
//	fmt.Println(title.At, title.String())
package tree
