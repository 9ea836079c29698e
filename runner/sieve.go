package runner

// head is how many bytes at its beginning a Sieve knows a text by.
const head = minLearnt

// Sieve says of a text whether it may hold any of those that were added, in a time that does not depend on how many they are. Where it says
// no, none of them is there; where it says yes, one most likely is. The zero value holds nothing. Several goroutines may ask it at once, but
// not while one adds.
type Sieve struct {
	coarse bool            // something shorter than head was added: it may be anywhere
	bits   [1 << 10]uint64 // of the hashes of heads: most bytes of a text are dismissed here
	heads  map[uint64]struct{}
}

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
		h = h<<8 | uint64(text[i])
	}
	if s.heads == nil {
		s.heads = map[uint64]struct{}{}
	}
	s.heads[h] = struct{}{}
	word, bit := place(h)
	s.bits[word] |= 1 << bit
}

// MayHold says whether one of the texts that were added may stand in text.
func (s *Sieve) MayHold(text string) bool { return mayHold(s, text) }

func mayHold[T string | []byte](s *Sieve, text T) bool {
	if s.coarse {
		return len(text) > 0
	}
	var h uint64
	for i := range len(text) {
		h = (h<<8 | uint64(text[i])) & (1<<(8*head) - 1)
		if word, bit := place(h); s.bits[word]>>bit&1 == 0 || i < head-1 {
			continue
		}
		if _, ok := s.heads[h]; ok {
			return true
		}
	}
	return false
}

// place is the bit of a head: the upper bits of a product mix all of its bytes.
func place(h uint64) (word, bit uint64) {
	hash := h * 0x9e3779b97f4a7c15 >> 48
	return hash >> 6, hash & 63
}
