package payload

// dice is the only source of chance in this package. It is a splitmix64 stream, written here so that the bytes of a
// sample hang on nothing but the seed and the place: not on a Go release, not on how many values were made before.
type dice struct{ state uint64 }

// throw returns the dice for one place of one sample. Every place has dice of its own, so that a value stays the same
// when its neighbours change, and salt gives a fresh stream when the first attempt at a place did not hold.
func throw(seed uint64, place string, salt int) *dice {
	const offset, prime = 14695981039346656037, 1099511628211
	h := uint64(offset)
	for i := range len(place) {
		h = (h ^ uint64(place[i])) * prime
	}
	d := &dice{state: seed ^ h}
	d.state ^= d.next() + uint64(salt)*0x9e3779b97f4a7c15
	return d
}

func (d *dice) next() uint64 {
	d.state += 0x9e3779b97f4a7c15
	z := d.state
	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9
	z = (z ^ (z >> 27)) * 0x94d049bb133111eb
	return z ^ (z >> 31)
}

// below returns a number from 0 up to n, n left out; 0 when n is not positive.
func (d *dice) below(n int) int {
	if n <= 1 {
		return 0
	}
	return int(d.next() % uint64(n))
}

// between returns a number from lo to hi, both counted in.
func (d *dice) between(lo, hi int) int {
	if hi <= lo {
		return lo
	}
	return lo + d.below(hi-lo+1)
}

// letters returns n characters of the alphabet.
func (d *dice) letters(n int, alphabet string) string {
	out := make([]byte, n)
	for i := range out {
		out[i] = alphabet[d.below(len(alphabet))]
	}
	return string(out)
}

const (
	hexDigits    = "0123456789abcdef"
	decDigits    = "0123456789"
	alphanumeric = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"
)
