package runner

import "math/bits"

// head is how many bytes at its beginning a Sieve knows a text by.
const head = minLearnt

// Sieve says of a text whether it may hold any of those that were added, in a time that does not depend on how many they are. Where it says
// no, none of them is there; where it says yes, one most likely is. The zero value holds nothing. Several goroutines may ask it at once, but
// not while one adds.
type Sieve struct {
	fold   byte     // what is set in every byte before it is looked at: the bit that tells small letters from capitals, or nothing
	coarse bool     // something shorter than head was added: it may be anywhere
	bits   []uint64 // of the hashes of heads, sparsely set: most bytes of a text are dismissed here
	shift  uint8    // what is left of a hash when it is shifted by so much is the number of a bit
	heads  map[uint64]struct{}
}

// sparse is how many bits there are at least for each head. Few are better where they are near at hand, for a text is asked about once.
const sparse = 64

// Folded returns a sieve for which capitals and small letters are the same. It takes a few other characters for each other as well.
func Folded() Sieve { return Sieve{fold: 'a' - 'A'} }

// Add makes text one of those that are looked for. An empty text is nowhere.
func (s *Sieve) Add(text string) {
	switch {
	case text == "":
		return
	case len(text) < head:
		s.coarse = true
		return
	}
	var h uint64
	for i := range head {
		h = h<<8 | uint64(text[i]|s.fold)
	}
	if s.heads == nil {
		s.heads = map[uint64]struct{}{}
	}
	s.heads[h] = struct{}{}
	if len(s.heads)*sparse > len(s.bits)*64 {
		s.shift = 64 - uint8(bits.Len(uint(len(s.heads)*sparse)))
		s.bits = make([]uint64, 1<<(64-s.shift)/64)
		for head := range s.heads {
			s.mark(head)
		}
	}
	s.mark(h)
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
	if len(text) < head || len(s.heads) == 0 {
		return false
	}
	fold, set, shift := s.fold, s.bits, s.shift
	var h uint64 // the last bytes, and older ones above them
	for i := range head - 1 {
		h = h<<8 | uint64(text[i]|fold)
	}
	for i := head - 1; i < len(text); i++ {
		h = h<<8 | uint64(text[i]|fold)
		if n := hash(h) >> shift; set[n>>6]>>(n&63)&1 == 0 {
			continue
		}
		if _, ok := s.heads[h&(1<<(8*head)-1)]; ok {
			return true
		}
	}
	return false
}

// hash is that of a head, whatever stands above it: the upper bits of a product mix all of its bytes.
func hash(h uint64) uint64 { return h << (64 - 8*head) * 0x9e3779b97f4a7c15 }
