package views

import "strings"

// Problems are the fields of an answer with which something is wrong, by name.
type Problems struct {
	// Unread could not be read, so that nothing is shown of them.
	Unread []string
	// Doubled were given more than once; the last value is shown.
	Doubled []string
}

// None reports whether all is well.
func (p Problems) None() bool { return len(p.Unread)+len(p.Doubled) == 0 }

// Headline says what is wrong, and Rest the names and what else is.
func (p Problems) Headline() (headline, rest string) {
	if len(p.Unread) == 0 {
		return doubled(len(p.Doubled), "field"), strings.Join(p.Doubled, ", ")
	}
	rest = strings.Join(p.Unread, ", ")
	if len(p.Doubled) > 0 {
		rest += "; " + doubled(len(p.Doubled), "other") + ": " + strings.Join(p.Doubled, ", ")
	}
	return unread(len(p.Unread)), rest
}

// Facts say the same in clauses of their own.
func (p Problems) Facts() []string {
	var all []string
	if len(p.Unread) > 0 {
		all = append(all, "could not be read: "+strings.Join(p.Unread, ", "))
	}
	if len(p.Doubled) > 0 {
		all = append(all, "given more than once, the last value is shown: "+strings.Join(p.Doubled, ", "))
	}
	return all
}

// Lines are the facts as lines of a text.
func (p Problems) Lines() []string {
	lines := p.Facts()
	if len(p.Unread) > 0 {
		lines[0] = "partial: " + lines[0]
	}
	return lines
}

func unread(fields int) string {
	return "partial: " + Count(fields, "field") + " could not be read"
}

func doubled(fields int, what string) string {
	if fields == 1 {
		return "1 " + what + " was given more than once, the last value is shown"
	}
	return Count(fields, what) + " were given more than once, the last values are shown"
}
