package spec

import "strings"

// The content types that parts have where nothing is said. Source: OpenAPI 3.0.3, section 4.7.15 (Encoding Object), contentType.
var (
	typeJSON   = mediaRange{kind: "application", subtype: "json"}
	typeText   = mediaRange{kind: "text", subtype: "plain"}
	typeOctets = mediaRange{kind: "application", subtype: "octet-stream"}
)

// defaultPartType returns the type a part has by its schema if no encoding says another; ok is false where the schema says too little.
func (o *outline) defaultPartType() (m mediaRange, ok bool) {
	switch {
	case o.kinds == 0:
		return mediaRange{}, false
	case o.complex():
		return typeJSON, true
	case o.kinds&^scalars != 0:
		return mediaRange{}, false // an object or a scalar: either default may be meant
	case o.binary || o.encoded:
		return typeOctets, true
	}
	return typeText, true
}

// partType returns what to read a part as, and tells if its Content-Type is not what was declared; ok is false if it cannot be read then.
//
// A part without a Content-Type is text/plain by RFC 7578, section 4.4, but of the default type by OpenAPI: only a declared type contradicts it.
// A file may say what it is: any type is right for bytes of which nothing is declared.
func (f *multipartObject) partType(name, place string, p *part, e *Encoding, o *outline) (got mediaRange, ok bool) {
	label := p.header.Get("Content-Type")
	got = parseMediaRange(label)
	fallback, settled := o.defaultPartType()
	if label != "" && got.malformed {
		f.tell(name, f.partFault(name, place, "Content-Type "+quoted(label), "type/subtype, then parameters as name=value", clausePartType, false))
		return got, false
	}
	if e != nil && len(e.types) > 0 {
		offered := got
		if label == "" {
			offered = typeText
		}
		for _, declared := range e.types {
			if _, covered := declared.covers(offered); covered {
				return offered, true
			}
		}
		received := "Content-Type " + quoted(label)
		if label == "" {
			received = "a part without a Content-Type, which makes it text/plain"
		}
		f.tell(name, f.partFault(name, place, received, e.ContentType, clausePartType, false))
		return got, false
	}
	switch {
	case label == "" && settled:
		return fallback, true
	case label == "":
		return typeText, true
	case !settled:
		return got, true
	}
	promised := ""
	switch {
	case fallback == typeJSON && !got.json():
		// The bytes decide: many clients label JSON as text, or as a file, and some servers refuse it then.
		if value, _ := jsonValue(p.body); value == nil {
			return got, true
		}
		got, promised = typeJSON, "application/json, the default for objects"
	case fallback == typeText && got.kind != "text" && got.String() != typeOctets.String():
		promised = "text/plain, the default for values that are no objects"
	}
	if promised != "" && f.rules == &requestRules {
		f.faults = append(f.faults, f.partFault(name, place, "Content-Type "+quoted(label), promised, clausePartType, true))
	}
	return got, true
}

// partFault is a fault about the Content-Type of a part.
func (f *multipartObject) partFault(name, place, received, promised, clause string, warning bool) Fault {
	fault := Fault{
		Rule: f.rules.mediaType, Received: received, Promised: promised, Fix: f.rules.fix + "the part with " + promised,
		Message:      "received " + received + " at " + place + "; promised " + promised,
		Clause:       clause + "; " + f.document.clause(sectionEncoding),
		InstancePath: place, Warning: warning,
	}
	if e := f.encodingOf(name); e != nil {
		at := e.Node
		if declared := e.Node.Get("contentType"); declared != nil {
			at = declared
		}
		fault.KeywordPath, fault.At = at.Pointer(), at.KeyAt()
	}
	return fault
}

// partHeaders judges the headers that an encoding declares for a part. Source: OpenAPI 3.0.3, section 4.7.15, headers.
func (f *multipartObject) partHeaders(name, place string, p *part, e *Encoding) {
	if e == nil {
		return
	}
	var j Judgement
	for _, h := range e.Headers {
		values := p.header.Values(h.Name)
		if len(values) > 0 {
			f.document.judgeHeader(&j, h, fieldRules(f.rules.multipart, "header "+h.Name, f.rules.face), values)
			continue
		}
		if h.Required {
			j.fault(Fault{
				Rule: f.rules.multipart, Received: "a part without header " + h.Name, Promised: "header " + h.Name + ", as it is required", Fix: "send header " + h.Name + " in the part",
				Clause: f.document.clause(sectionEncoding), KeywordPath: h.Node.Pointer() + "/required", At: h.Node.KeyAt(),
			})
		}
	}
	for _, fault := range j.Faults {
		fault.InstancePath = place
		fault.Message = "part " + strings.TrimPrefix(place, "/") + ": " + fault.Message
		f.faults = append(f.faults, fault)
	}
	f.notes = append(f.notes, j.Notes...)
}
