package mock

import "sync/atomic"

// mint makes the values the API would draw at random: ids, secrets and request ids. Each is a fixed function of the seed and of how
// many came before it, so the same requests in the same order get the same bytes; no two of a kind are ever equal. They
// look random and are not: nothing here keeps a secret.
type mint struct {
	seed     uint64
	requests atomic.Uint64 // request ids made so far
	made     atomic.Uint64 // customers made so far
}

// The streams keep the kinds apart: the n-th id says nothing of the n-th secret.
const (
	streamRequest uint64 = 0x52 << 56
	streamID      uint64 = 0x49 << 56
	streamSecret  uint64 = 0x53 << 56
)

// The secrets of one customer, in the order in which they are counted.
const (
	secretSandbox = iota
	secretDevelopment
	secretLimited    // works in Production before enablement, on few items
	secretProduction // what enabling hands out
	secretKinds
)

const (
	requestIDLength = 15
	clientIDLength  = 24
	secretLength    = 30
)

// mix is the finaliser of splitmix64: a bijection, so different numbers stay different.
func mix(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// draw returns two words for the n-th value of a stream; the first alone tells any two values of the stream apart.
func (m *mint) draw(stream, n uint64) (uint64, uint64) {
	first := mix(mix(m.seed^stream) + n)
	return first, mix(first ^ stream)
}

// requestID writes the next request id to b: fifteen letters and digits.
func (m *mint) requestID(b *[requestIDLength]byte) {
	const alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
	first, rest := m.draw(streamRequest, m.requests.Add(1))
	for i := range b {
		if i == 11 { // 62^11 > 2^64: eleven characters hold the first word whole
			first = rest
		}
		b[i] = alphabet[first%62]
		first /= 62
	}
}

// customer counts one more customer and returns its number, from 1.
func (m *mint) customer() uint64 { return m.made.Add(1) }

// clientID returns the client_id of the n-th customer: 24 hexadecimal digits.
func (m *mint) clientID(n uint64) string {
	first, rest := m.draw(streamID, n)
	return hexadecimal(first, rest, clientIDLength)
}

// secret returns one secret of the n-th customer: 30 hexadecimal digits.
func (m *mint) secret(n uint64, kind uint64) string {
	first, rest := m.draw(streamSecret, n*secretKinds+kind)
	return hexadecimal(first, rest, secretLength)
}

// hexadecimal writes first whole and rest as far as it fits; length is 16 to 32.
func hexadecimal(first, rest uint64, length int) string {
	var b [32]byte
	for i := range b[:length] {
		if i == 16 {
			first = rest
		}
		b[i] = "0123456789abcdef"[first&15]
		first >>= 4
	}
	return string(b[:length])
}
