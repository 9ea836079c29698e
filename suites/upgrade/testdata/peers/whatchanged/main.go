// Command whatchanged prints how many changes libopenapi finds from one document to another, and how many of them it takes for breaking.
package main

import (
	"fmt"
	"os"

	"github.com/pb33f/libopenapi"
)

func main() {
	var documents []libopenapi.Document
	for _, file := range os.Args[1:] {
		data, err := os.ReadFile(file)
		if err == nil {
			var document libopenapi.Document
			if document, err = libopenapi.NewDocument(data); err == nil {
				documents = append(documents, document)
			}
		}
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(2)
		}
	}
	changes, err := libopenapi.CompareDocuments(documents[0], documents[1])
	if changes == nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
	fmt.Printf("%d changes, %d breaking\n", changes.TotalChanges(), changes.TotalBreakingChanges())
}
