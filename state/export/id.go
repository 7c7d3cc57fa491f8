package export

import (
	"strings"

	"github.com/google/uuid"
)

// namespace is that of every identifier that quarry makes up. It must never
// change: a case that is exported again has to be known again.
const namespace = "93005c56-6306-4a61-9555-18116a3ec70b"

// Own is the identifier of the export itself, and not of a thing in it: that of a
// part is another one than that of the whole, which it must not take the place of
// where both are imported.
func (c Case) Own(words ...string) uuid.UUID {
	if c.Part == IOCs {
		words = append(words, "iocs")
	}
	return c.UUID(words...)
}

// UUID is the identifier of a thing of the case, the same at every export. The
// words name the thing; none of them holds a line break.
func (c Case) UUID(words ...string) uuid.UUID {
	name := c.ID.String() + "\n" + strings.Join(words, "\n")
	return uuid.NewSHA1(uuid.MustParse(namespace), []byte(name))
}
