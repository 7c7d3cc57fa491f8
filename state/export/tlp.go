package export

import (
	"fmt"

	"quarry/state/investigation"
)

// Way is how an export leaves quarry.
type Way uint8

const (
	// ToFile is a file that was named: private, and only there.
	ToFile Way = iota
	// ToStream is standard output: a terminal that scrolls back, a pipe, a file
	// that the shell made with rights of its own.
	ToStream
)

// Allowed tells whether an export fits the marking of its case. The warning, if
// any, is to be read by whoever exports, and an error is a refusal. It takes no
// notice of the format: each carries the marking.
//
//   - CLEAR and GREEN go anywhere; GREEN stays within the community, which is
//     said.
//   - AMBER and AMBER+STRICT are written, and it is said who may have them.
//   - RED is for the persons who were told, and for nobody else: it is written
//     to a named, private file and never to a stream.
func Allowed(t investigation.TLP, w Way) (warning string, err error) {
	switch t {
	case investigation.TLPClear:
		return "", nil
	case investigation.TLPGreen:
		return t.String() + ": within the community, not on public channels", nil
	case investigation.TLPAmber:
		return t.String() + ": within the organisation and its clients, for those who need to know", nil
	case investigation.TLPAmberStrict:
		return t.String() + ": within the organisation only, for those who need to know", nil
	}
	// What is no marking is treated as the strictest.
	if w == ToStream {
		return "", fmt.Errorf("the case is %s: it does not go to standard output; name a file with -o, or mark the case otherwise (quarry cases tlp)", investigation.TLPRed)
	}
	return investigation.TLPRed.String() + ": for the persons it was disclosed to and nobody else; do not pass the file on", nil
}
