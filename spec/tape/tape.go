// Package tape reads one JSON value from bytes, exactly and strictly.
//
// It promises that nothing is changed on the way: numbers stay as they were written and compare as decimals of any
// length, members keep their order, and every way in which the bytes are not one well-formed value comes back as a
// Fault with its place. It does not build maps or floats, and it does not write JSON.
//
// The flow:
//
//	bytes -> Read -> Tape (flat tokens, from a pool) + Faults
//	Tape -> Root -> Value (a token's number; costs nothing to copy)
//	Value -> Members, Items, Get, At, Compare, Equal
//
// An example:
//
//	t, faults := tape.Read(body, tape.Limits{})
//	defer t.Release()
//	if t.Usable() {
//		status, ok := t.Root().At("/end_customer/status")
//	}
//
// What is refused is decided by RFC 8259 (grammar, no byte order mark), RFC 3629 (UTF-8) and RFC 7493 (names of one
// object are unique, no unpaired surrogates). Duplicate names, a byte order mark, bytes after the value, bytes that are not
// UTF-8 and unpaired surrogates are faults, but leave a usable tape: a receiver can still be told what else is wrong.
package tape

import "sync"

// Kind is the type of a JSON value. The zero Kind belongs to the zero Value: nothing was read.
type Kind uint8

// The kinds of JSON values.
const (
	Null Kind = iota + 1
	Bool
	Number
	String
	Array
	Object
)

var kindNames = [...]string{"nothing", "null", "boolean", "number", "string", "array", "object"}

// String returns the name JSON Schema has for the kind, such as "boolean"; "nothing" for the zero Kind.
func (k Kind) String() string {
	if int(k) < len(kindNames) {
		return kindNames[k]
	}
	return kindNames[0]
}

// Limits bounds what Read takes in. The zero value stands for the defaults.
type Limits struct {
	Depth int // open arrays and objects; 0: 4096
	Size  int // bytes; 0: 64 MiB, never more than 1 GiB
}

// The defaults of Limits, and how many faults of one text are kept.
const (
	defaultDepth = 4096 // JSON itself has no bound, and an answer may hold what was sent
	defaultSize  = 64 << 20
	largestSize  = 1 << 30
	mostFaults   = 100
)

// Rules a Fault may name.
const (
	RuleEmpty         = "json-empty"
	RuleMalformed     = "json-malformed"
	RuleTrailing      = "json-trailing"
	RuleDuplicateName = "json-duplicate-name"
	RuleBOM           = "json-bom"
	RuleUTF8          = "json-utf8"
	RuleDepth         = "json-depth"
	RuleSize          = "json-size"
)

// Fault is one way in which bytes are not one well-formed JSON value.
// Source: RFC 8259 for the grammar, RFC 7493 (I-JSON), section 2, for names and characters.
type Fault struct {
	Rule         string // one of the Rule constants
	InstancePath string // JSON pointer to the value, or to the innermost value being read when reading stopped
	Offset       int    // byte offset from the start of the data, a byte order mark included
	Message      string // what stands there and what should; never holds a value of the text
}

// Error returns the message with its offset, so that a Fault can travel as an error.
func (f Fault) Error() string { return f.Message }

// token is one value or one member name. A container is followed by what it holds; an object's members are a name token
// and the tokens of its value.
type token struct {
	start, end uint32 // the bytes as written, quotes and brackets included
	next       uint32 // index of the first token after this value
	count      uint32 // containers: members or items; escaped strings: offset of the text in Tape.text
	size       uint32 // escaped strings: length of the text
	hash       uint32 // names only: hash of the decoded name
	kind       Kind
	flags      uint8
}

const (
	flagEscaped    uint8 = 1 << iota // the text differs from the bytes between the quotes
	flagPlain                        // numbers: an integer of at most 18 digits, without fraction and exponent
	flagASCII                        // strings: every byte of the text is ASCII
	flagDuplicates                   // objects: a name stands more than once
	flagSuperseded                   // names: the same name follows in this object
)

// Tape is one JSON text as a flat list of tokens. It refers to the bytes it was read from, which must not change
// while it lives. A Tape may be read by many goroutines at once.
type Tape struct {
	data   []byte
	tokens []token
	text   []byte // decoded text of strings with escapes
	usable bool

	stack  []open   // containers being read
	seen   []uint32 // scratch for finding duplicate names in wide objects
	faults []Fault
}

var pool = sync.Pool{New: func() any { return new(Tape) }}

// Release returns the tape to the pool; its values must not be used afterwards. Releasing a nil tape does nothing.
func (t *Tape) Release() {
	if t == nil {
		return
	}
	// A tape that once held something huge would keep that memory alive for ever.
	if cap(t.tokens) > 1<<18 || cap(t.text) > 1<<22 {
		return
	}
	t.data, t.faults, t.usable = nil, nil, false
	pool.Put(t)
}

// Usable says whether the value was read to its end, so that Root may be judged.
func (t *Tape) Usable() bool { return t != nil && t.usable }

// Faults returns what is wrong with the text, as Read did.
func (t *Tape) Faults() []Fault { return t.faults }

// Root returns the value the text holds, or the zero Value if the tape is not usable.
func (t *Tape) Root() Value {
	if !t.Usable() {
		return Value{}
	}
	return Value{t, 0}
}
