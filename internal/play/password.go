package play

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	_ "embed"
	"encoding/base64"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"unicode"
	"unicode/utf8"

	"golang.org/x/crypto/argon2"
)

// Bounds of a password in characters, after OWASP's ASVS 5.0 (6.2). There are no
// rules about its composition.
const (
	minPassword = 8
	maxPassword = 128
)

//go:embed common.txt
var commonText string

// common are passwords that are tried first, in small letters.
var common = sync.OnceValue(func() map[string]bool {
	all := map[string]bool{}
	for word := range strings.FieldsSeq(commonText) {
		all[word] = true
	}
	return all
})

// CheckPassword refuses what is too short, too long or soon guessed. name is
// that of the account.
func CheckPassword(password, name string) error {
	switch n := utf8.RuneCountInString(password); {
	case n < minPassword:
		return &Refused{"refused.password-short"}
	case n > maxPassword:
		return &Refused{"refused.password-long"}
	}
	if guessable(password, name) {
		return &Refused{"refused.password-common"}
	}
	return nil
}

// guessable says whether a password is one of the common ones, with digits or
// signs around it or without, a run of a few characters, or little more than
// the name of the account or of the program.
func guessable(password, name string) bool {
	whole := strings.ToLower(password)
	word := strings.TrimFunc(whole, func(r rune) bool { return !unicode.IsLetter(r) })
	if common()[whole] || common()[word] {
		return true
	}
	distinct := map[rune]bool{}
	runs, before := 0, rune(-2)
	for _, r := range whole {
		distinct[r] = true
		if step := r - before; step >= -1 && step <= 1 { // the same again, or the next
			runs++
		}
		before = r
	}
	if len(distinct) < 4 || runs >= utf8.RuneCountInString(whole)-2 {
		return true
	}
	// What is left once the names are taken out must be something of its own.
	const own = 4
	left := whole
	for _, part := range append(strings.FieldsFunc(strings.ToLower(name), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }), "verbatim", "password") {
		if utf8.RuneCountInString(part) > 2 {
			left = strings.ReplaceAll(left, part, "")
		}
	}
	return len(left) < len(whole) && utf8.RuneCountInString(left) < own
}

// The cost of a hash: OWASP's first choice for argon2id where memory counts.
const (
	argonMemory  = 19_456 // KiB
	argonTime    = 2
	argonThreads = 1
	argonSalt    = 16
	argonKey     = 32
)

// hashes makes and verifies hashes of passwords. Each takes 19 MiB, so few are
// made at once; the others wait their turn.
type hashes struct {
	turns chan struct{}
	spent atomic.Uint64 // what the keys so far have cost, in KiB times passes
	once  sync.Once
	never string
}

func newHashes() hashes { return hashes{turns: make(chan struct{}, max(1, runtime.GOMAXPROCS(0)/2))} }

// key derives the key of a password once it is its turn.
func (h *hashes) key(ctx context.Context, password string, salt []byte, memory, passes uint32, threads uint8, size uint32) ([]byte, error) {
	select {
	case h.turns <- struct{}{}:
		defer func() { <-h.turns }()
	case <-ctx.Done():
		return nil, fmt.Errorf("%w: too many passwords are being checked: %w", ErrUnavailable, ctx.Err())
	}
	h.spent.Add(uint64(memory) * uint64(passes))
	return argon2.IDKey([]byte(password), salt, passes, memory, threads, size), nil
}

// make gives the hash of a password in PHC string format.
func (h *hashes) make(ctx context.Context, password string) (string, error) {
	salt := make([]byte, argonSalt)
	rand.Read(salt)
	key, err := h.key(ctx, password, salt, argonMemory, argonTime, argonThreads, argonKey)
	if err != nil {
		return "", err
	}
	return phc(salt, key), nil
}

func phc(salt, key []byte) string {
	b64 := base64.RawStdEncoding
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, argonMemory, argonTime, argonThreads,
		b64.EncodeToString(salt), b64.EncodeToString(key))
}

// verify says whether a hash is that of a password. It goes by the costs that
// the hash itself names.
func (h *hashes) verify(ctx context.Context, hash, password string) (bool, error) {
	if utf8.RuneCountInString(password) > maxPassword {
		password = "" // none is so long; it must not cost more than others
	}
	known, ok := readPHC(hash)
	if !ok {
		return false, nil
	}
	got, err := h.key(ctx, password, known.salt, known.memory, known.passes, known.threads, uint32(len(known.key)))
	if err != nil {
		return false, err
	}
	return subtle.ConstantTimeCompare(got, known.key) == 1, nil
}

// hashed is a hash with its costs.
type hashed struct {
	salt, key      []byte
	memory, passes uint32
	threads        uint8
}

// readPHC reads a hash in PHC string format; it reports false for any other.
func readPHC(text string) (h hashed, ok bool) {
	fields := strings.Split(text, "$")
	if len(fields) != 6 || fields[1] != "argon2id" || fields[2] != fmt.Sprintf("v=%d", argon2.Version) {
		return h, false
	}
	_, err := fmt.Sscanf(fields[3], "m=%d,t=%d,p=%d", &h.memory, &h.passes, &h.threads)
	var badSalt, badKey error
	h.salt, badSalt = base64.RawStdEncoding.DecodeString(fields[4])
	h.key, badKey = base64.RawStdEncoding.DecodeString(fields[5])
	return h, errors.Join(err, badSalt, badKey) == nil && len(h.key) > 0
}

// decoy is a hash that no password has.
func (h *hashes) decoy() string {
	h.once.Do(func() {
		salt, key := make([]byte, argonSalt), make([]byte, argonKey)
		rand.Read(salt)
		rand.Read(key)
		h.never = phc(salt, key)
	})
	return h.never
}
