package runner

import "math/bits"

// head is how many bytes of a text a Sieve looks at together.
const head = minLearnt

// widest is how many bytes a Sieve goes on at most from one look to the next.
const widest = 8

// Sieve says of a text whether it may hold any of those that were added, in a time that does not depend on how many they are. Where it says
// no, none of them is there; where it says yes, one most likely is. It knows each by as many heads as it takes for one of them to stand where it
// looks, wherever the text begins. The zero value holds nothing. Several goroutines may ask it at once, but not while one adds.
type Sieve struct {
	fold   uint64   // what is set in every head before it is looked at: the bits that tell small letters from capitals, or nothing
	coarse bool     // something shorter than head was added: it may be anywhere
	stride int      // how far it is from one look to the next: no more than what was added has heads
	bits   []uint64 // of the hashes of heads, sparsely set: most of a text is dismissed here
	shift  uint8    // what is left of a hash when it is shifted by so much is the number of a bit
	heads  map[uint64]struct{}
}

// sparse is how many bits there are at least for each head. Few are better where they are near at hand, for a text is asked about once.
const sparse = 32

// Folded returns a sieve for which capitals and small letters are the same. It takes a few other characters for each other as well.
func Folded() Sieve { return Sieve{fold: 0x202020202020} }

// Add makes text one of those that are looked for. An empty text is nowhere.
func (s *Sieve) Add(text string) {
	switch {
	case text == "":
		return
	case len(text) < head:
		s.coarse = true
		return
	}
	if s.heads == nil {
		s.heads, s.stride = map[uint64]struct{}{}, widest
	}
	s.stride = min(s.stride, len(text)-head+1)
	for i := range s.stride {
		h := headAt(text, i) | s.fold
		s.heads[h] = struct{}{}
		if len(s.heads)*sparse > len(s.bits)*64 {
			s.grow()
		}
		s.mark(h)
	}
}

// grow makes room for the bits of twice as many heads.
func (s *Sieve) grow() {
	s.shift = 63 - uint8(bits.Len(uint(len(s.heads)*sparse)))
	s.bits = make([]uint64, 1<<(64-s.shift)/64)
	for h := range s.heads {
		s.mark(h)
	}
}

// mark sets the bit of a head.
func (s *Sieve) mark(h uint64) {
	n := hash(h) >> s.shift
	s.bits[n>>6] |= 1 << (n & 63)
}

// MayHold says whether one of the texts that were added may stand in text.
func (s *Sieve) MayHold(text []byte) bool { return mayHold(s, text) }

// MayHoldText is MayHold for a string.
func (s *Sieve) MayHoldText(text string) bool { return mayHold(s, text) }

func mayHold[T string | []byte](s *Sieve, text T) bool {
	if s.coarse {
		return len(text) > 0
	}
	if len(s.heads) == 0 {
		return false
	}
	for i := 0; i+head <= len(text); i += s.stride {
		h := headAt(text, i) | s.fold
		if n := hash(h) >> s.shift; s.bits[n>>6]>>(n&63)&1 == 0 {
			continue
		}
		if _, ok := s.heads[h]; ok {
			return true
		}
	}
	return false
}

// headAt is the head of a text that begins at byte i.
func headAt[T string | []byte](text T, i int) uint64 {
	return uint64(text[i]) | uint64(text[i+1])<<8 | uint64(text[i+2])<<16 | uint64(text[i+3])<<24 | uint64(text[i+4])<<32 | uint64(text[i+5])<<40
}

// hash is that of a head: the upper bits of the product mix all of its bytes.
func hash(h uint64) uint64 { return h << (64 - 8*head) * 0x9e3779b97f4a7c15 }
