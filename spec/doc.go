// Package spec holds what an API promises: its OpenAPI document, read once and resolved, with every fault kept and placed, and the
// judgement of one message against it.
//
// It promises: OpenAPI 3.0 and 3.1; the order of the document is kept; a document with faults is loaded and its faults are
// listed by Problems with file, line and column, all of them in one go; a message is judged by the letter of the document and
// of the HTTP and JSON standards, and each Fault says what was received, what was promised, and by which clause. The same input
// gives the same output, byte for byte.
//
// It does not send anything, it does not know environments, credentials or life cycles, and it does not convert Swagger 2.0.
//
// A message is judged whole: parameters of every style, headers, media types, and bodies that are JSON, forms, multipart, text or bytes. Where
// the standard leaves open how a value is written, what conforms as servers read it is right, and what does not is a note, never a
// fault; a note also names what is not judged at all, such as XML and sequences of JSON texts.
//
//	Load, Parse --> *Document: operations, parameters, bodies, responses, security, servers, examples
//	Document.Problems --> what is wrong with the document itself
//	Document.JudgeResponse, JudgeRequest --> what is wrong with one message
//
// An example:
//
//	doc, err := spec.Load(ctx, "openapi.yaml", spec.Options{})
//	if err != nil {
//		return err
//	}
//	op := doc.Operation("partnerCustomerGet")
//	for _, fault := range doc.JudgeResponse(op, spec.Answer{Status: 200, Header: header, Body: body}).Faults {
//		fmt.Println(fault.At, fault.Message)
//	}
package spec
